using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Tests.Schemas;

public sealed class SchemaJudgementTests
{
    private static readonly ResourceRef On = new(SchemaKind.Word, new ClusterId(1), "orders-value");
    private readonly IResourceKind _kind = new SchemaKind();

    [Theory]
    [InlineData(SchemaVerdict.First, null, CheckVerdict.Passed, "first version")]
    [InlineData(SchemaVerdict.Compatible, null, CheckVerdict.Passed, "compatible by BACKWARD")]
    [InlineData(
        SchemaVerdict.Incompatible,
        null,
        CheckVerdict.Blocked,
        "not compatible by BACKWARD: n has no default."
    )]
    [InlineData(SchemaVerdict.ComparedWithNewest, null, CheckVerdict.Unknown, "they are too many")]
    [InlineData(SchemaVerdict.OtherLevel, CompatibilityLevel.None, CheckVerdict.NeedsOverride, "nothing is compared")]
    [InlineData(SchemaVerdict.OtherLevel, CompatibilityLevel.Full, CheckVerdict.Unknown, "FULL is set first")]
    [InlineData(SchemaVerdict.NotChecked, null, CheckVerdict.Noted, "when the plan is computed")]
    [InlineData(SchemaVerdict.Compared, null, CheckVerdict.Noted, "as far as the texts show")]
    [InlineData(SchemaVerdict.ComparedUnregistered, null, CheckVerdict.Noted, "as the portal compares the texts")]
    [InlineData(SchemaVerdict.Undecided, null, CheckVerdict.Unknown, "can't check it before")]
    public void What_the_registry_says_becomes_a_check_with_its_words(
        SchemaVerdict said,
        CompatibilityLevel? wanted,
        CheckVerdict verdict,
        string words
    )
    {
        ImmutableArray<string> why = said is SchemaVerdict.Incompatible or SchemaVerdict.OtherLevel
            ? ["n has no default"]
            : [];
        var finding = Check(new(On, said, why, CompatibilityLevel.Backward, DateTimeOffset.UnixEpoch), wanted);

        finding.Verdict.ShouldBe(verdict);
        finding.Words.ShouldContain(words);
    }

    [Theory]
    [InlineData(SchemaVerdict.Compatible)]
    [InlineData(SchemaVerdict.Compared)]
    [InlineData(SchemaVerdict.ComparedUnregistered)]
    public void By_NONE_no_version_is_found_compatible(SchemaVerdict said)
    {
        var finding = Check(new(On, said, [], CompatibilityLevel.None, DateTimeOffset.UnixEpoch), null);

        (finding.Verdict, finding.Words).ShouldBe((CheckVerdict.Noted, "Nothing is compared: the level is NONE."));
    }

    [Fact]
    public void A_registry_that_was_not_asked_is_no_pass() => Check(null, null).Verdict.ShouldBe(CheckVerdict.Unknown);

    [Fact]
    public void To_compare_nothing_any_more_is_riskier_than_another_level()
    {
        Score(new SetCompatibility(On, CompatibilityLevel.Full, CompatibilityLevel.None))
            .ShouldBeGreaterThan(Score(new SetCompatibility(On, CompatibilityLevel.Full, CompatibilityLevel.Backward)));
    }

    [Theory]
    [InlineData(SchemaType.Avro, "", "Enter the schema.")]
    [InlineData(SchemaType.Avro, "{\"type\":", "line 1, column 9")]
    [InlineData(SchemaType.Avro, "{\n  \"type\" \"record\"\n}", "line 2, column 10")]
    [InlineData(SchemaType.Avro, "{\"type\":\"record\",\"fields\":[]}", "needs a “name”. (line 1, column 1)")]
    [InlineData(SchemaType.Avro, "{\"type\":\"record\",\"name\":\"A\"}", "no array “fields”")]
    [InlineData(SchemaType.Avro, "{\"name\":\"A\"}", "no “type”")]
    [InlineData(SchemaType.Json, "[]", "A schema is an object, true or false")]
    public void A_text_that_cannot_be_read_is_said_beside_its_field(SchemaType type, string text, string words) =>
        _kind
            .SpecProblems(SchemaWorlds.Spec(text) with { Type = type })
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(p => p.Field.ShouldBe("schema"), p => p.Words.ShouldContain(words));

    [Fact]
    public void A_text_that_is_nested_too_deep_or_is_too_long_is_refused_without_reading_it()
    {
        Problems(new string('[', 10_000)).ShouldContain("deeper than 200 levels");
        Problems(new string(' ', 300_000)).ShouldContain("Split it");
    }

    [Theory]
    [InlineData("orders-value", null)]
    [InlineData("a/b c%dü", null)]
    [InlineData("", "needs a name")]
    [InlineData("..", "has no address for")]
    [InlineData(" orders", "Remove the spaces")]
    [InlineData("a\0b", "control characters")]
    [InlineData("odd\u200b-value", "can't be seen")]
    [InlineData("odd\\u200b-value", "no backslash")]
    [InlineData("__config", "kept for the registry")]
    public void A_name_is_nearly_anything(string name, string? words)
    {
        var problem = _kind.NameProblem(name);
        if (words is null)
        {
            problem.ShouldBeNull();
        }
        else
        {
            problem.ShouldNotBeNull().ShouldContain(words);
        }
    }

    private string Problems(string text) => _kind.SpecProblems(SchemaWorlds.Spec(text)).ShouldHaveSingleItem().Words;

    private int Score(Step step) => _kind.Risks(new(On, [step], null), null).Sum(reason => reason.Points);

    private Finding Check(SchemaEvidence? seen, CompatibilityLevel? level)
    {
        var wanted = SchemaWorlds.Spec(SchemaWorlds.Order("id"), level);
        var request = new ResourceRequest(On, ResourceOperation.Update, wanted, null, null);
        return _kind
            .Findings(new(request, wanted, null, seen, false, DateTimeOffset.UnixEpoch, what => what))
            .ShouldHaveSingleItem();
    }
}
