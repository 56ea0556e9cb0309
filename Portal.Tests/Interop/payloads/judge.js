// Judges samples by avsc and ajv: reads {avro: [{schema, sample}], resolution: [{reader, writer, sample}], json: [...]} from a file, prints
// {avro: [bytes in hex, or "refused"], resolution: [the sample as the reader sees it, or "refused"], canonical: [the schema's canonical form,
// or ""], json: [true or false]}.
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import avro from "avsc";

const options = { strict: false, validateFormats: false, allErrors: true };

const bytes = ({ schema, sample }) => {
  try {
    const type = avro.Type.forSchema(schema, { wrapUnions: true });
    return type.toBuffer(type.fromString(sample)).toString("hex");
  } catch {
    return "refused";
  }
};

const resolved = ({ reader, writer, sample }) => {
  try {
    const [to, from] = [reader, writer].map((schema) => avro.Type.forSchema(schema, { wrapUnions: true }));
    return to.toString(to.fromBuffer(from.toBuffer(from.fromString(sample)), to.createResolver(from)));
  } catch {
    return "refused";
  }
};

const canonical = ({ schema }) => {
  try {
    return JSON.stringify(avro.Type.forSchema(schema, { wrapUnions: true }).schema());
  } catch {
    return "";
  }
};

const isValid = ({ schema, sample }) => {
  const is2020 = typeof schema === "object" && !`${schema.$schema}`.includes("draft-0");
  try {
    return new (is2020 ? Ajv2020 : Ajv)(options).compile(schema)(JSON.parse(sample));
  } catch (wrong) {
    return `${wrong}`;
  }
};

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(
  JSON.stringify({
    avro: cases.avro.map(bytes),
    resolution: cases.resolution.map(resolved),
    canonical: cases.avro.map(canonical),
    json: cases.json.map(isValid),
  }),
);
