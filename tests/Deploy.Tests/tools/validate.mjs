// Reads objects, as JSON in a file, and prints what Kubernetes' own schemas say against each: unknown kinds, missing members, wrong types and values.
import { readFileSync } from "node:fs";

for (const object of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const [group, version] = object.apiVersion.includes("/") ? object.apiVersion.split("/") : ["", object.apiVersion];
  const name = `${object.kind} ${object.metadata?.name}`;
  try {
    const models = await import(`kubernetes-models/${group ? `${group}/` : ""}${version}`);
    new models[object.kind](object).validate();
  } catch (error) {
    console.log(`${name}: ${error.message.replaceAll("\n", " ")}`);
  }
}
