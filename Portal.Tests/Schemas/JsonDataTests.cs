using FsCheck;
using FsCheck.Fluent;
using Portal.Schemas.Formats;
using Portal.Schemas.Json;
using Portal.Schemas.Payloads;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

public sealed class JsonDataTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000);
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [ClusterFact]
    public void What_was_valid_before_is_valid_by_a_schema_that_is_called_compatible()
    {
        var held = 0;
        Prop.ForAll(
                Seeds,
                seed =>
                {
                    var samples = new JsonSamples(seed);
                    var written = samples.Schema();
                    var (now, before) = (samples.Later(written).ToJsonString(), written.ToJsonString());
                    var (reader, writer) = (Read(now), Read(before));
                    if (JsonCompatibility.Unreadable(reader.Schema, writer.Schema).Count > 0)
                    {
                        return;
                    }

                    foreach (var sample in Enumerable.Range(0, 20).Select(_ => Text(samples.Value(written))))
                    {
                        if (IsValid(writer, sample))
                        {
                            held++;
                            IsValid(reader, sample).ShouldBeTrue($"{sample} by {now}, which was {before}");
                        }
                    }
                }
            )
            .Check(Many);
        held.ShouldBeGreaterThan(1000);
    }

    private static string Text(System.Text.Json.Nodes.JsonNode? sample) => sample?.ToJsonString() ?? "null";

    private static bool IsValid(AnySchema.OfJson schema, string sample) =>
        AnyPayload.Judge(schema, null, sample, CancellationToken.None) is PayloadVerdict.Valid;

    private static AnySchema.OfJson Read(string text) =>
        AnySchema
            .Read(SchemaFormat.Json, text, [])
            .ShouldBeOfType<SchemaRead.Fine>()
            .Schema.ShouldBeOfType<AnySchema.OfJson>();
}
