// Reads [{name, document}] on standard input and prints what apl-suggester says of each document.
const { StaticAplTemplateValidator } = require("apl-suggester");

let input = "";
process.stdin.on("data", (part) => (input += part));
process.stdin.on("end", async () => {
  const complaints = [];
  for (const { name, document } of JSON.parse(input)) {
    for (const found of await new StaticAplTemplateValidator().validate(document)) {
      complaints.push(`${name}: ${found.level} ${found.path}: ${found.errorMessage}`);
    }
  }
  console.log(JSON.stringify(complaints));
});
