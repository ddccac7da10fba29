// Logs in, and goes on to the page that was asked for.
const form = document.querySelector("form");
const said = document.getElementById("said");
const button = document.querySelector("button");
const SESSION = "api/v1/session";

// Why a login by the provider came to nothing. Texts of this file alone: the address is in everybody's hands.
const FAILURES = new Map([
  ["away", "The provider does not answer. Try again later."],
  ["refused", "The provider did not log you in. Try again, or ask an admin: the log says why."],
  ["stale", "The login took too long, or was begun in another browser. Try again."],
  ["role", "The provider knows you, but none of your groups has a role here. Ask an admin."],
]);

// Where this page is below its root, a proxy's prefix in front of it included.
const root = new URL(".", location.href);

// Only a page of this Sluice: the address is in everybody's hands.
function target() {
  const asked = new URLSearchParams(location.search).get("to");
  try {
    const to = new URL(asked ?? root.href, root);
    const inside = to.origin === root.origin && to.pathname.startsWith(root.pathname);
    return inside && to.pathname !== location.pathname ? to.href : root.href;
  } catch {
    return root.href;
  }
}

// The provider leads back to the page that was asked for.
function offerProvider() {
  const link = document.getElementById("provider");
  const asked = new URLSearchParams(location.search);
  if (link !== null && asked.has("to")) {
    link.href = `login/oidc?${new URLSearchParams({ to: asked.get("to") })}`;
  }
  said.textContent = FAILURES.get(asked.get("failed")) ?? "";
}

function csrf() {
  const pair = document.cookie.split("; ").find((each) => each.startsWith("XSRF-TOKEN="));
  return pair === undefined ? "" : decodeURIComponent(pair.slice(pair.indexOf("=") + 1));
}

async function session() {
  const response = await fetch(SESSION);
  return response.ok ? await response.json() : {};
}

async function login() {
  button.disabled = true;
  said.textContent = "";
  try {
    const { name, password } = Object.fromEntries(new FormData(form));
    const response = await fetch(SESSION, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRF-TOKEN": csrf() },
      body: JSON.stringify({ name, password }),
    });
    if (response.ok) {
      location.replace(target());
      return;
    }
    said.textContent = (await response.json()).detail;
  } catch {
    said.textContent = "Sluice does not answer.";
  } finally {
    button.disabled = false;
  }
}

if (new URLSearchParams(location.search).has("ended")) {
  said.textContent = "Your session has ended. Log in to go on where you were.";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  login();
});

offerProvider();

// The answer brings the cookie that the login repeats.
session()
  .then((now) => {
    if (now.user !== undefined || now.security === "open") {
      location.replace(target());
    }
  })
  .catch(() => {});
