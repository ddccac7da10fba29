// The states that a made-up Sluice can be in.

/**
 * - `well`: a dozen pipelines that run;
 * - `troubled`: some of them fail, wait, lag and reject, and Postgres is away;
 * - `hostile`: what users write is full of markup;
 * - `empty`: no pipeline yet;
 * - `idle`: one that has read nothing yet;
 * - `standby`: another instance runs the pipelines;
 * - `full`: five hundred, each with a micro-batch a second;
 * - `locked`: `well`, where everybody has to log in.
 */
export const SCENES = ["well", "troubled", "hostile", "empty", "idle", "standby", "full", "locked"] as const;

export type Scene = (typeof SCENES)[number];

/** Would run if it were taken as markup; the page must show it as it is. */
export const MARKUP = '<img src=x onerror="window.harmed=true"><script>window.harmed=true</script>';
