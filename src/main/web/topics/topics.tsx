export function Topics({ topic }: { topic: string | undefined }) {
  return (
    <>
      <h1>{topic ?? "Topics"}</h1>
      <p class="quiet">Topics are shown over REST so far; this page is being made.</p>
    </>
  );
}
