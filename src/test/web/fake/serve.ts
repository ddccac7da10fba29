// npm run fake -- SCENE [PORT]: the page with a made-up Sluice behind it.
import { pageHandler } from "../dev/page";
import { SCENES, type Scene } from "./scene";
import { FakeSluice } from "./server";

const scene = (process.argv[2] ?? "well") as Scene;
if (!SCENES.includes(scene)) {
  console.error(`There is no scene ${scene}; there are ${SCENES.join(", ")}`);
  process.exit(1);
}
const fake = new FakeSluice(scene, await pageHandler());
console.log(await fake.start(Number(process.argv[3] ?? 18090)));
