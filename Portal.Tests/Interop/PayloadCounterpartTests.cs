using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Schemas.Avro;
using Portal.Schemas.Avro.Data;
using Portal.Schemas.Formats;
using Portal.Schemas.Payloads;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;
using Portal.Tests.Schemas.Decoding;
using Portal.Tests.Schemas.Payloads;

namespace Portal.Tests.Interop;

/// <summary>What npm's avsc and ajv, which nobody here wrote, say of the samples that we judge.</summary>
public sealed partial class PayloadCounterpartTests
{
    private const int ByChance = 400;
    private const string Refused = "refused";

    [ClusterNodeFact]
    public async Task Avsc_takes_and_refuses_the_same_samples_and_writes_the_same_bytes()
    {
        var cases = PayloadCase.Avro.Values.Where(one => one.Differs is null).ToList();

        var theirs = await Judged(avro: [.. cases.Select(one => (one.Schema.GetRawText(), one.Sample))], json: []);

        cases
            .Zip(theirs.Avro, (one, bytes) => $"{one.Name}: {bytes}")
            .ShouldBe(cases.Zip(theirs.Avro, (one, bytes) => $"{one.Name}: {Bytes(one, bytes)}"));
    }

    [ClusterNodeFact]
    public async Task Avsc_writes_samples_made_by_chance_in_the_same_bytes()
    {
        var made = Enumerable.Range(1, ByChance).Select(Sample).ToList();

        var theirs = await Judged(avro: [.. made.Select(one => (one.Schema, one.Sample))], json: []);

        theirs.Avro.ShouldBe(made.Select(one => one.Bytes));
    }

    [ClusterNodeFact]
    public async Task Avsc_writes_the_same_canonical_form()
    {
        List<string> texts =
        [
            .. SchemaPair.Avro.SelectMany(pair => new[] { pair.ReaderText, pair.WriterText }),
            .. Enumerable.Range(1, ByChance).Select(seed => new AvroSamples(seed).Schema()),
        ];

        var theirs = await Judged(avro: [.. texts.Select(text => (text, ""))], json: []);

        // It refuses some schemas that the specification allows.
        var both = texts.Zip(theirs.Canonical).Where(pair => pair.Second.Length > 0).ToList();
        both.Count.ShouldBeGreaterThan(600);
        both.Select(pair =>
                AvroCanonical.Written(
                    AvroReading.Read(pair.First).ShouldBeOfType<AvroRead.Fine>().Schema,
                    withLogicals: false
                )
            )
            .ShouldBe(both.Select(pair => pair.Second));
    }

    [ClusterNodeFact]
    public async Task Ajv_takes_and_refuses_the_same_samples()
    {
        var cases = PayloadCase.Json.Values.Where(one => one.Differs is null).ToList();

        var theirs = await Judged(avro: [], json: [.. cases.Select(one => (one.Schema.GetRawText(), one.Sample))]);

        cases
            .Zip(theirs.Json, (one, isValid) => $"{one.Name}: {isValid}")
            .ShouldBe(cases.Select(one => $"{one.Name}: {(one.Faults.Length == 0 ? "true" : "false")}"));
    }

    // What JSON has no number for, avsc doesn't read; and JavaScript's numbers hold 53 bits.
    private static (string Schema, string Sample, string Bytes) Sample(int seed)
    {
        for (; ; seed += ByChance)
        {
            var samples = new AvroSamples(seed);
            var text = samples.Schema();
            var schema = AvroReading.Read(text).ShouldBeOfType<AvroRead.Fine>().Schema;
            var value = samples.Value(schema);
            var sample = AvroJson.Of(schema, value);
            if (!Beyond().IsMatch(sample))
            {
                return (text, sample, Convert.ToHexStringLower(AvroOutput.Write(schema, value)));
            }
        }
    }

    // How many there are is our verdict's; which they are is seen by reading avsc's.
    private static string Bytes(PayloadCase one, string theirs) =>
        PayloadCase.Judge(SchemaFormat.Avro, one.Schema.GetRawText(), one.Sample) is not PayloadVerdict.Valid valid
            ? Refused
            : Ours(one, theirs, valid.Bytes!.Value);

    private static string Ours(PayloadCase one, string theirs, int count)
    {
        var schema = AvroReading.Read(one.Schema.GetRawText()).ShouldBeOfType<AvroRead.Fine>().Schema;
        var bytes = AvroOutput.Write(schema, new AvroDecoding(schema, schema).Read(Convert.FromHexString(theirs)));
        bytes.Length.ShouldBe(count, one.Name);
        return Convert.ToHexStringLower(bytes);
    }

    private static async Task<(string[] Avro, string[] Canonical, string[] Json)> Judged(
        (string Schema, string Sample)[] avro,
        (string Schema, string Sample)[] json
    )
    {
        var folder = await KafkaJs.Installed("payloads");
        var file = Path.Combine(Directory.CreateTempSubdirectory("portal-payloads-").FullName, "cases.json");
        await File.WriteAllTextAsync(
            file,
            new JsonObject
            {
                ["avro"] = Cases(avro),
                ["resolution"] = new JsonArray(),
                ["json"] = Cases(json),
            }.ToJsonString()
        );
        using var answer = JsonDocument.Parse(await Command.Run("node", Path.Combine(folder, "judge.js"), file));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return (
            [.. answer.RootElement.GetProperty("avro").EnumerateArray().Select(bytes => bytes.GetString()!)],
            [.. answer.RootElement.GetProperty("canonical").EnumerateArray().Select(form => form.GetString()!)],
            [
                .. answer
                    .RootElement.GetProperty("json")
                    .EnumerateArray()
                    .Select(valid => valid.ToString().ToLowerInvariant()),
            ]
        );
    }

    private static JsonArray Cases(IEnumerable<(string Schema, string Sample)> cases) =>
        [.. cases.Select(one => new JsonObject { ["schema"] = JsonNode.Parse(one.Schema), ["sample"] = one.Sample })];

    [GeneratedRegex(@"NaN|Infinity|\d{16}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Beyond();
}
