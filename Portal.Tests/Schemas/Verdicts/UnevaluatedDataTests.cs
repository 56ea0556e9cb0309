using Portal.Schemas.Formats;
using Portal.Schemas.Json;
using Portal.Schemas.Payloads;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas.Verdicts;

public sealed class UnevaluatedDataTests
{
    [ClusterFact]
    public void What_was_valid_where_some_properties_are_refused_is_valid_by_a_schema_that_is_called_compatible()
    {
        var held = 0;
        for (var seed = 0; seed < 1_000; seed++)
        {
            var samples = new UnevaluatedSamples(seed);
            var written = samples.Schema();
            var (now, before) = (samples.Later(written).ToJsonString(), written.ToJsonString());
            var (reader, writer) = (Read(now), Read(before));
            if (JsonCompatibility.Unreadable(reader.Schema, writer.Schema).Count > 0)
            {
                continue;
            }

            foreach (var value in UnevaluatedSamples.Values.Where(value => IsValid(writer, value)))
            {
                held++;
                IsValid(reader, value).ShouldBeTrue($"{value} by {now}, which was {before}");
            }
        }

        held.ShouldBeGreaterThan(1_000);
    }

    private static bool IsValid(AnySchema.OfJson schema, string value) =>
        AnyPayload.Judge(schema, null, value, CancellationToken.None) is PayloadVerdict.Valid;

    private static AnySchema.OfJson Read(string text) =>
        AnySchema
            .Read(SchemaFormat.Json, text, [])
            .ShouldBeOfType<SchemaRead.Fine>()
            .Schema.ShouldBeOfType<AnySchema.OfJson>();
}
