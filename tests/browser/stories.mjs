// All stories, in the order in which they are told.
import "./customer.mjs";
import "./journey.mjs";
import "./know.mjs";
import "./languages.mjs";
import "./letters.mjs";
import "./people_staff.mjs";
import "./queue.mjs";
import "./reply.mjs";
import "./states.mjs";
import "./ticket.mjs";
import { tellAll } from "./support.mjs";

await tellAll();
