using System.Text.Json;
using Portal.Schemas.Avro;

namespace Portal.Tests.Schemas;

public sealed class AvroResolutionTests
{
    [Fact]
    public void Every_pair_of_the_corpus_is_judged_and_explained_as_it_should_be() =>
        SchemaPair
            .Avro.Select(pair => (pair, Said: Resolve(pair).Mismatches().Select(m => m.Message)))
            .Where(judged => !judged.Said.SequenceEqual(judged.pair.Why))
            .Select(judged => $"{judged.pair.Name}: {string.Join(" ", judged.Said)}")
            .ShouldBeEmpty();

    [Fact]
    public void What_can_be_read_has_nothing_to_explain_and_what_cannot_has() =>
        SchemaPair
            .Avro.Select(pair => (pair.Name, Resolution: Resolve(pair)))
            .Where(judged => judged.Resolution.CanRead == judged.Resolution.Mismatches().Any())
            .ShouldBeEmpty();

    private static AvroResolution Resolve(SchemaPair pair) => new(Read(pair.Reader), Read(pair.Writer));

    private static AvroSchema Read(JsonElement schema) =>
        AvroReading.Read(schema.GetRawText()).ShouldBeOfType<AvroRead.Fine>().Schema;
}
