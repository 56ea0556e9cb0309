// Stands in for the library's compiled part, which no registry of packages has: prints the settings that would reach it.
const Module = require('node:module');

class Client {
  constructor(settings) {
    console.log(JSON.stringify(settings));
    process.exit(0);
  }
}

const compiled = {
  librdkafkaVersion: '2.0.0',
  features: () => '',
  Producer: Client,
  KafkaConsumer: Client,
  AdminClient: Client,
};
const load = Module._load;
Module._load = (name, ...rest) => (name === 'bindings' ? () => compiled : load.call(Module, name, ...rest));
