import { ROOT } from "../api/client";
import type { Problem } from "../api/schemas";

/** What went wrong in the server's words: title, detail, what of the request is at fault, and where more is said. */
export function ProblemBox({ problem, again }: { problem: Problem | undefined; again?: () => void }) {
  if (problem === undefined) {
    return null;
  }
  const page = problem.type.startsWith("/problems/") ? ROOT + problem.type.slice(1) : undefined;
  return (
    <div class="problem" role="alert">
      <strong>{problem.title}</strong>
      <p>{problem.detail}</p>
      {problem.errors !== undefined && problem.errors.length > 0 && (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.pointer + error.message}>
              <code>{error.pointer === "" ? "/" : error.pointer}</code> {error.message}
            </li>
          ))}
        </ul>
      )}
      <p class="row">
        {page !== undefined && (
          <a href={page} target="_blank" rel="noreferrer">
            What to do about {problem.type.slice("/problems/".length)}
          </a>
        )}
        {again !== undefined && (
          <button type="button" class="small" onClick={again}>
            Try again
          </button>
        )}
      </p>
    </div>
  );
}
