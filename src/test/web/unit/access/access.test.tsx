import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { Access } from "web/access/access";
import { learn } from "web/session/session";
import { answering, button, click, settled, shown } from "../shown";

afterEach(async () => {
  vi.stubGlobal("fetch", async () => new Response('{"security":"open"}'));
  await learn();
});

async function opened(role?: "admin" | "operator") {
  const { world, asked } = answering(role === undefined ? "well" : "locked");
  Object.assign(world.session, role === undefined ? {} : { role });
  await learn();
  return { world, asked, page: await shown(<Access />) };
}

const field = (page: HTMLElement, form: string, label: RegExp) => {
  const within = page.querySelector(`form[aria-label="${form}"]`);
  const its = [...(within?.querySelectorAll("label") ?? [])].find((each) => label.test(each.textContent ?? ""));
  return within?.querySelector<HTMLInputElement>(`#${CSS.escape(its?.htmlFor ?? "none")}`) ?? expect.fail(`${label}`);
};

const type = (at: HTMLInputElement, text: string) =>
  act(() => {
    at.value = text;
    at.dispatchEvent(new Event("input", { bubbles: true }));
  });

test("a user is made once, and what is wrong with one stands beside its field", async () => {
  const { page, asked, world } = await opened("admin");
  await type(field(page, "New user", /^Name/), "ben");
  await type(field(page, "New user", /^Password/), "short");
  await click(button(page, "Make the user"));
  const password = field(page, "New user", /^Password/);
  expect(password.getAttribute("aria-invalid")).toBe("true");
  expect(page.querySelector(`#${CSS.escape(password.getAttribute("aria-describedby") ?? "")}`)?.textContent).toBe(
    "has fewer than 12 characters",
  );
  await type(password, "long enough for it");
  const make = button(page, "Make the user");
  await act(() => void [make?.click(), make?.click()]);
  await settled();
  expect(asked.filter((each) => each === "POST /users")).toHaveLength(2);
  expect(world.accounts.users.map((user) => user.name)).toContain("ben");
  expect(page.textContent).toContain("ben");
  expect(field(page, "New user", /^Password/).value).toBe("");
});

test("a user is deleted by a second click", async () => {
  const { page, world } = await opened("admin");
  const row = [...page.querySelectorAll("tr")].find((each) => each.textContent?.includes("night-shift"));
  await click(button(row ?? page, "Delete"));
  expect(world.accounts.users).toHaveLength(3);
  await click(button(row ?? page, "Delete night-shift?"));
  expect(world.accounts.users.map((user) => user.name)).toEqual(["admin", "lisa"]);
  expect(page.textContent).not.toContain("night-shift");
});

test("a change sends what is another one alone", async () => {
  const { page } = await opened("admin");
  const whole = fetch;
  const bodies: string[] = [];
  vi.stubGlobal("fetch", (address: string, init: RequestInit) => {
    if (init.method === "PATCH") {
      bodies.push(`${address} ${init.body}`);
    }
    return whole(address, init);
  });
  await click(page.querySelector("[aria-label='Change night-shift']"));
  const drawer = page.querySelector("dialog") ?? page;
  expect(button(drawer, "Save")?.disabled).toBe(true);
  const role = drawer.querySelector("select");
  await act(() => {
    if (role) {
      role.value = "viewer";
      role.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  await click(button(drawer, "Save"));
  expect(bodies).toEqual(['/api/v1/users/night-shift {"role":"viewer"}']);
});

test("a token's secret is shown once, to be copied, and the token is revoked by a second click", async () => {
  const { page, world } = await opened("admin");
  await type(field(page, "New token", /^What it is for/), "a script");
  await click(button(page, "Make the token"));
  const secret = world.accounts.tokens.length === 3 ? "sluice_Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgcmVhbCBvbmU" : "none";
  expect(page.textContent).toContain(secret);
  const writeText = vi.fn(async () => undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  await click(button(page, "Copy"));
  expect(writeText).toHaveBeenCalledWith(secret);
  await click(button(page, "I have it"));
  expect(page.textContent).not.toContain(secret);
  const row = [...page.querySelectorAll("tr")].find((each) => each.textContent?.includes("a script"));
  await click(button(row ?? page, "Revoke"));
  await click(button(row ?? page, "Revoke a script?"));
  expect(world.accounts.tokens).toHaveLength(2);
});

test("who is no admin asks for neither, and is told why", async () => {
  const { page, asked } = await opened("operator");
  expect(page.textContent).toContain("You are logged in as lisa, with the role operator.");
  expect(asked).toEqual(["GET /session"]);
});

test("where nobody has to log in the page says how to change that", async () => {
  const { page } = await opened();
  expect(page.querySelector("h1")?.textContent).toBe("Nobody has to log in");
  expect(page.textContent).toContain("SLUICE_SECURITY_ADMIN_PASSWORD");
});
