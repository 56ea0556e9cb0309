using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Schemas.Avro;
using Portal.Schemas.Avro.Data;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;
using Portal.Tests.Schemas.Decoding;
using Portal.Tests.Schemas.Payloads;

namespace Portal.Tests.Interop;

/// <summary>What a reader sees of data that another schema wrote, by our resolution and by npm's avsc, which nobody here wrote.</summary>
public sealed partial class AvroResolutionCounterpartTests
{
    private const string Refused = "refused";
    private static readonly IReadOnlyDictionary<string, string> Differences = JsonSerializer.Deserialize<
        Dictionary<string, string>
    >(File.ReadAllText(Repository.PathOf("Portal.Tests", "Interop", "payloads", "resolution-differences.json")))!;

    [ClusterNodeFact]
    public async Task Avsc_sees_what_we_see_of_every_pair_of_the_corpus()
    {
        var cases = SchemaPair
            // A union without branches has no values.
            .Avro.Where(pair => !pair.WriterText.Contains("\"type\": []", StringComparison.Ordinal))
            .Select((pair, i) => Made(pair.Name, pair.ReaderText, pair.WriterText, i))
            .OfType<Case>()
            .ToList();

        var differing = await Differing(cases);

        cases.Count(one => one.Seen != Refused).ShouldBeGreaterThan(50);
        differing.Except(Differences.Keys).ShouldBeEmpty();
        Differences
            .Keys.Where(name => !name.StartsWith("seed ", StringComparison.Ordinal))
            .Except(differing)
            .ShouldBeEmpty("these differ no more");
    }

    [ClusterNodeFact]
    public async Task Avsc_sees_what_we_see_of_pairs_made_by_chance()
    {
        var cases = Enumerable
            .Range(1, 3_000)
            .Select(seed =>
            {
                var samples = new AvroSamples(seed);
                return Made($"seed {seed}", samples.Schema(), samples.Schema(), seed);
            })
            .OfType<Case>()
            .ToList();

        var differing = await Differing(cases);

        cases.Count(one => one.Seen != Refused).ShouldBeGreaterThan(100);
        differing.Except(Differences.Keys).ShouldBeEmpty();
    }

    private static async Task<List<string>> Differing(List<Case> cases)
    {
        var folder = await KafkaJs.Installed("payloads");
        var file = Path.Combine(Directory.CreateTempSubdirectory("portal-resolution-").FullName, "cases.json");
        JsonArray resolution =
        [
            .. cases.Select(one => new JsonObject
            {
                ["reader"] = JsonNode.Parse(one.Reader),
                ["writer"] = JsonNode.Parse(one.Writer),
                ["sample"] = one.Sample,
            }),
        ];
        await File.WriteAllTextAsync(
            file,
            new JsonObject
            {
                ["avro"] = new JsonArray(),
                ["resolution"] = resolution,
                ["json"] = new JsonArray(),
            }.ToJsonString()
        );
        var answer = JsonNode.Parse(await Command.Run("node", Path.Combine(folder, "judge.js"), file))!;
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return
        [
            .. cases
                .Zip(answer["resolution"]!.AsArray(), (one, theirs) => (one, Theirs: theirs!.GetValue<string>()))
                .Where(pair => !IsSame(pair.one.Seen, pair.Theirs))
                .Select(pair =>
                    Differences.ContainsKey(pair.one.Name)
                        ? pair.one.Name
                        : $"{pair.one.Name}: {pair.one.Reader} of {pair.one.Writer} with {pair.one.Sample}: we {pair.one.Seen}, avsc {pair.Theirs}"
                ),
        ];
    }

    private static bool IsSame(string ours, string theirs) =>
        ours == theirs
        || (ours != Refused && theirs != Refused && IsSame(JsonNode.Parse(ours), JsonNode.Parse(theirs)));

    // JavaScript has no float: an int that is widened to one keeps the digits there that a float hasn't.
    private static bool IsSame(JsonNode? ours, JsonNode? theirs) =>
        (ours, theirs) switch
        {
            (JsonObject a, JsonObject b) => a.Count == b.Count
                && a.All(one => b.ContainsKey(one.Key) && IsSame(one.Value, b[one.Key])),
            (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => IsSame(pair.First, pair.Second)),
            (JsonValue a, JsonValue b)
                when (a.GetValueKind(), b.GetValueKind()) is (JsonValueKind.Number, JsonValueKind.Number) => (float)
                a.GetValue<double>() == (float)b.GetValue<double>(),
            _ => JsonNode.DeepEquals(ours, theirs),
        };

    // What JSON has no number for, avsc doesn't read; and JavaScript's numbers hold 53 bits.
    private static Case? Made(string name, string readerText, string writerText, int seed)
    {
        var (reader, writer) = (Read(readerText), Read(writerText));
        var value = new AvroSamples(seed).Value(writer);
        var sample = AvroJson.Of(writer, value);
        var seen = new AvroResolution(reader, writer).CanRead
            ? AvroJson.Of(reader, new AvroDecoding(reader, writer).Read(AvroOutput.Write(writer, value)))
            : Refused;
        return Beyond().IsMatch(sample) ? null : new(name, readerText, writerText, sample, seen);
    }

    private static AvroSchema Read(string text) => AvroReading.Read(text).ShouldBeOfType<AvroRead.Fine>().Schema;

    /// <param name="Seen">By our reader, as JSON.</param>
    private sealed record Case(string Name, string Reader, string Writer, string Sample, string Seen);

    [GeneratedRegex(@"NaN|Infinity|\d{16}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Beyond();
}
