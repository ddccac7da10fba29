import { render } from "preact";
import { feed } from "./live/feed";
import { Shell } from "./shell/shell";
import "./style/main.css";

const page = document.getElementById("page");
if (page !== null) {
  feed();
  render(<Shell />, page);
}
