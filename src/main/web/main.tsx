import { render } from "preact";
import { feed } from "./live/feed";
import { learn, watchSession } from "./session/session";
import { Shell } from "./shell/shell";
import "./style/main.css";

const page = document.getElementById("page");
if (page !== null) {
  watchSession();
  void learn();
  feed();
  render(<Shell />, page);
}
