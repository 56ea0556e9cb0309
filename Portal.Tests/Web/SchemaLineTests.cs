using Bunit;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Schemas;
using Portal.Web.Features.Schemas.Fields;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

/// <summary>What a plan and the form show of the verdict on a new version, and of its level.</summary>
public sealed class SchemaLineTests : PartTests
{
    private static readonly ResourceRef On = new(SchemaKind.Word, new ClusterId(1), "orders-value");

    [Theory]
    [InlineData(SchemaVerdict.Compatible, CompatibilityLevel.Backward, "The registry finds it compatible")]
    [InlineData(SchemaVerdict.ComparedUnregistered, CompatibilityLevel.Full, "The portal finds it compatible")]
    [InlineData(SchemaVerdict.Compatible, CompatibilityLevel.None, "Nothing is compared: the level is NONE")]
    [InlineData(SchemaVerdict.ComparedUnregistered, CompatibilityLevel.None, "Nothing is compared: the level is NONE")]
    public void A_plan_shows_as_compatible_only_what_was_compared(
        SchemaVerdict verdict,
        CompatibilityLevel level,
        string words
    ) =>
        Line(new RegisterSchema(On, SchemaType.Avro, "\"long\"", [], new(1, 1), "\"int\""), Seen(verdict, level))
            .MeaningMore.ShouldBe(words);

    [Theory]
    [InlineData(CompatibilityLevel.Backward, "Compatible by BACKWARD, as far as the texts show.")]
    [InlineData(CompatibilityLevel.None, "Nothing is compared: the level is NONE.")]
    public void The_form_shows_as_compatible_only_what_was_compared(CompatibilityLevel level, string words)
    {
        var form = new SchemaForm(FormOrigin.New) { Text = "\"long\"" };
        var fields = new ResourceFields(
            form,
            null,
            _ => null,
            _ => Task.CompletedTask,
            Seen(SchemaVerdict.Compared, level)
        );

        Render<SchemaTextField>(p => p.Add(f => f.Fields, fields))
            .FindAll(".note")
            .ShouldHaveSingleItem()
            .TextContent.Trim()
            .ShouldBe(words);
    }

    [Theory]
    [InlineData("orders-value", "the registry's")]
    [InlineData(":.eu:orders-value", "its context's")]
    public void A_plan_that_sets_a_level_shows_whose_is_in_force_before(string subject, string words) =>
        Line(new SetCompatibility(On with { Name = subject }, null, CompatibilityLevel.Full), null)
            .Live!.Words.ShouldBe(words);

    private static PlanLine Line(Step step, SchemaEvidence? seen) => SchemaPlanLines.Of(step, _ => { }, seen).Single();

    private static SchemaEvidence Seen(SchemaVerdict verdict, CompatibilityLevel level) =>
        new(On, verdict, [], level, DateTimeOffset.UnixEpoch);
}
