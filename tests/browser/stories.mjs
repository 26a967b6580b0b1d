// All stories, in the order in which they are told.
import "./customer.mjs";
import { tellAll } from "./support.mjs";

await tellAll();
