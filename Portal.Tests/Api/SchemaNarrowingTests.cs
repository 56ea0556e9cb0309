using Portal.Core;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Web.Api.Schemas;

namespace Portal.Tests.Api;

/// <summary>Which subjects the API's list leaves.</summary>
public sealed class SchemaNarrowingTests
{
    private static readonly SchemaRow Row = new(
        "main",
        "prod",
        "orders-value",
        SchemaType.Avro,
        new SchemaVersion(1, 1),
        null,
        null,
        "payments",
        "Payments",
        0
    );

    private static readonly RegistryRow Registry = new(
        new ClusterId(1),
        "main",
        "prod",
        "http://registry.test",
        CompatibilityLevel.Backward,
        null,
        null
    );

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("AVRO", "BACKWARD", true)]
    [InlineData("JSON,AVRO", "FULL,BACKWARD", true)]
    [InlineData("JSON", null, false)]
    [InlineData(null, "FULL", false)]
    public void Language_and_the_level_in_force_narrow_the_list(string? type, string? level, bool isTaken) =>
        Of(type, level)
            .Read([Registry])
            .ShouldBeOfType<Outcome<Func<SchemaRow, bool>>.Done>()
            .Value(Row)
            .ShouldBe(isTaken);

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "BACKWARD", false)]
    [InlineData(CompatibilityLevel.Full, "FULL", true)]
    [InlineData(CompatibilityLevel.Full, "BACKWARD", false)]
    public void By_the_level_of_the_registry_no_subject_of_a_context_is_listed(
        CompatibilityLevel? own,
        string? level,
        bool isTaken
    ) =>
        Of(null, level)
            .Read([Registry])
            .ShouldBeOfType<Outcome<Func<SchemaRow, bool>>.Done>()
            .Value(Row with { Subject = ":.eu:orders-value", Level = own })
            .ShouldBe(isTaken);

    [Theory]
    [InlineData("avro", null, "type", "There is no type avro. There are AVRO, JSON, PROTOBUF.")]
    [InlineData(null, "SOME", "compatibility", "There is no compatibility SOME. There are NONE, BACKWARD, ")]
    public void A_word_that_is_none_is_refused_with_those_that_are(
        string? type,
        string? level,
        string field,
        string words
    ) =>
        Of(type, level)
            .Read([Registry])
            .ShouldBeOfType<Outcome<Func<SchemaRow, bool>>.Refused>()
            .Why.Fields![field]
            .ShouldStartWith(words);

    private static SchemaNarrowing Of(string? type, string? level) =>
        new() { Type = type?.Split(','), Compatibility = level?.Split(',') };
}
