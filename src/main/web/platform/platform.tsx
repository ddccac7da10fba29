import { ROOT } from "../api/client";

export function PlatformPage() {
  return (
    <>
      <h1>Platform</h1>
      <p>
        <a href={`${ROOT}swagger-ui.html`}>Swagger UI</a>
      </p>
    </>
  );
}
