import { render } from "preact";
import "./style/main.css";

const page = document.getElementById("page");
if (page) {
  render(<p>Sluice</p>, page);
}
