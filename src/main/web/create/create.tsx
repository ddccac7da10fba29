export function Create() {
  return (
    <>
      <h1>New pipeline</h1>
      <p class="quiet">Pipelines are created over REST so far; this page is being made.</p>
    </>
  );
}
