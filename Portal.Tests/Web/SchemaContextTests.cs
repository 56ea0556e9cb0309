using AngleSharp.Dom;
using Bunit;
using Portal.Core;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Web.Api.Schemas;
using Portal.Web.Features.Schemas;
using Portal.Web.Layout;

namespace Portal.Tests.Web;

/// <summary>What pages and the API show of a subject in a context, whose context's level the portal doesn't read.</summary>
public sealed class SchemaContextTests : PartTests
{
    private const string Eu = ":.eu:orders-value";
    private static readonly SubjectUse Use = new(null, null, [], true, null, [], true);

    [Theory]
    [InlineData("orders-value", null, "BACKWARD, the registry's")]
    [InlineData(":.:orders-value", null, "BACKWARD, the registry's")]
    [InlineData(Eu, null, "unknown: its context's is in force")]
    [InlineData(Eu, CompatibilityLevel.Full, "FULL, its own")]
    public void The_level_of_a_context_is_shown_as_unknown(string subject, CompatibilityLevel? own, string words) =>
        Pair(Overview(Schema(subject, own)), "Compatibility").TextContent.ShouldBe(words);

    [Theory]
    [InlineData("orders-value", null, CompatibilityLevel.Backward, CompatibilityLevel.Backward)]
    [InlineData(Eu, null, null, null)]
    [InlineData(Eu, CompatibilityLevel.Full, CompatibilityLevel.Full, null)]
    public void The_level_of_the_registry_is_not_in_force_in_a_context(
        string subject,
        CompatibilityLevel? own,
        CompatibilityLevel? inForce,
        CompatibilityLevel? inherited
    )
    {
        var schema = Schema(subject, own);

        schema.Level.ShouldBe(inForce);
        SchemaDto.Of(schema, Use).RegistryCompatibility.ShouldBe(inherited);
        new SchemasView([], [], [schema.Registry], new Dictionary<(string, string), string>())
            .Level(schema.Row)
            .ShouldBe(inForce);
    }

    [Fact]
    public void The_list_shows_whose_level_a_subject_takes_over() =>
        Render<SchemaTable>(p => p.Add(t => t.Rows, [Schema("orders-value").Row, Schema(Eu).Row]))
            .FindAll("tbody td")
            .Select(cell => cell.TextContent.Trim())
            .Where(words => words.EndsWith("'s", StringComparison.Ordinal))
            .ShouldBe(["the registry's", "its context's"], ignoreOrder: true);

    [Theory]
    [InlineData("orders-value", "money-value", "money-value")]
    [InlineData(Eu, "money-value", ":.eu:money-value")]
    [InlineData(Eu, ":.us:money-value", ":.us:money-value")]
    public void A_reference_leads_to_the_subject_that_it_stands_for(string subject, string to, string resolved)
    {
        var link = Pair(Overview(Schema(subject, refersTo: to)), "Refers to").QuerySelector("a")!;

        (link.TextContent, link.GetAttribute("href")).ShouldBe((resolved, Addresses.Schema("dev", resolved)));
    }

    private static IElement Pair(IRenderedComponent<SchemaOverview> shown, string title) =>
        shown.FindAll("dt").Single(dt => dt.TextContent == title).NextElementSibling!;

    private IRenderedComponent<SchemaOverview> Overview(SchemaDetails schema) =>
        Render<SchemaOverview>(p => p.Add(o => o.View, new SchemaView(schema, Use, [], false, null, null)));

    private SchemaDetails Schema(string subject, CompatibilityLevel? own = null, string? refersTo = null)
    {
        var now = Clock.GetUtcNow();
        var id = new ClusterId(1);
        return new(
            new("dev", "dev", subject, SchemaType.Avro, new(1, 1), own, now, "payments", "Payments", 0),
            new(id, "dev", "dev", "http://registry.test", CompatibilityLevel.Backward, now, null),
            [
                new()
                {
                    ClusterId = id,
                    Subject = subject,
                    Version = 1,
                    SchemaId = 1,
                    Type = SchemaType.Avro,
                    Text = "\"string\"",
                    Refs = refersTo is null ? [] : [new("Money", refersTo, 1)],
                    FirstSeenAt = now,
                },
            ],
            null,
            null,
            []
        );
    }
}
