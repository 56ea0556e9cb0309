using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Tests.Schemas;

public sealed class SchemaPlanTests
{
    private const string Record =
        """{"type":"record","name":"Order","namespace":"com.example","fields":[{"name":"id","type":"string"}]}""";
    private const string Messages =
        "syntax = \"proto3\"; // package not.this;\npackage shop; /* message Not {} */ message Order { message Inner {} } message Line { string text = 1; }";
    private static readonly ResourceRef On = new(SchemaKind.Word, new ClusterId(1), "orders-value");
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private readonly IResourceKind _kind = new SchemaKind();

    [Fact]
    public void A_first_version_is_registered_before_its_level_is_set()
    {
        var steps = Steps(ResourceOperation.Create, SchemaWorlds.Spec(First, CompatibilityLevel.Full), null);

        steps.Count.ShouldBe(2);
        steps[0].ShouldBeOfType<RegisterSchema>().Before.ShouldBeNull();
        steps[1].ShouldBeOfType<SetCompatibility>().IsNew.ShouldBeTrue();
        steps.ShouldAllBe(step => step.Reversal == Reversal.Full);
    }

    [Fact]
    public void A_level_is_set_before_the_version_that_it_judges()
    {
        var steps = Steps(
            ResourceOperation.Update,
            SchemaWorlds.Spec(Second, CompatibilityLevel.Full),
            Live(First, CompatibilityLevel.Backward)
        );

        steps.Select(step => step.Word).ShouldBe(["set-compatibility", "register-schema"]);
        steps[0].ShouldBe(new SetCompatibility(On, CompatibilityLevel.Backward, CompatibilityLevel.Full));
        var register = steps[1].ShouldBeOfType<RegisterSchema>();
        register.Before.ShouldBe(new SchemaVersion(3, 17));
        register.BeforeText.ShouldBe(First);
    }

    [Fact]
    public void What_is_there_already_needs_no_step_however_it_is_written()
    {
        var spaced = First.Replace(",", " ,\n ", StringComparison.Ordinal);

        Steps(ResourceOperation.Update, SchemaWorlds.Spec(spaced), Live(First, CompatibilityLevel.Full))
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_text_that_an_older_version_has_is_refused_whatever_else_is_wanted()
    {
        var live = Live(Second, CompatibilityLevel.Backward) with
        {
            Former = [Live(First, null) with { Newest = new(2, 16) }],
        };

        var words = Plan(ResourceOperation.Update, SchemaWorlds.Spec(First, CompatibilityLevel.Full), live)
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words;

        words.ShouldStartWith("The registry has this schema as version 2 of orders-value already");
        words.ShouldContain("unless rules or metadata beside it differ");
        Steps(ResourceOperation.Update, SchemaWorlds.Spec(Second), live).ShouldBeEmpty();
    }

    [Fact]
    public void A_subject_keeps_its_language()
    {
        var wanted = SchemaWorlds.Spec("message Order {}") with { Type = SchemaType.Protobuf };

        Plan(ResourceOperation.Update, wanted, Live(First, null))
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words.ShouldContain("is Avro");
    }

    [Theory]
    [InlineData(ResourceOperation.Create, true, "is there already, with version 3")]
    [InlineData(ResourceOperation.Update, false, "isn't in the registry any more")]
    public void What_can_not_be_done_is_said(ResourceOperation operation, bool isThere, string words) =>
        Plan(operation, SchemaWorlds.Spec(First), isThere ? Live(First, null) : null)
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words.ShouldContain(words);

    [Fact]
    public void A_subject_is_deleted_as_it_was_seen()
    {
        var delete = Steps(ResourceOperation.Delete, null, Live(First, null)).ShouldHaveSingleItem();

        var deleted = delete.ShouldBeOfType<DeleteSubject>();
        (deleted.Newest, deleted.Versions.IsEmpty, deleted.Level).ShouldBe((new(3, 17), true, null));
        (delete.Reversal, delete.Effect).ShouldBe((Reversal.None, StepEffect.Removes), "its versions weren't read");
        Steps(ResourceOperation.Delete, null, null).ShouldBeEmpty("it is gone already");
        CoreJson.Write(CoreJson.Read<Step>(CoreJson.Write(delete))).ShouldBe(CoreJson.Write(delete));
        CoreJson
            .Read<Step>(CoreJson.Write(delete).Replace(",\"versions\":[]", "", StringComparison.Ordinal))
            .Reversal.ShouldBe(Reversal.None, "one of a plan of before they were kept");
    }

    [Theory]
    [InlineData("orders-value", "orders")]
    [InlineData("orders-key", "orders")]
    [InlineData("a-value-value", "a-value")]
    [InlineData("-value", null)]
    [InlineData("com.example.Order", null)]
    [InlineData(":.eu:orders-value", "orders")]
    [InlineData(":.:orders-key", "orders")]
    [InlineData(":.eu:-value", null)]
    public void The_name_of_a_subject_may_tell_its_topic(string subject, string? topic) =>
        SubjectName.TopicOf(subject, SchemaType.Avro, null).ShouldBe(topic);

    [Theory]
    [InlineData("orders-value", "")]
    [InlineData(":.eu:orders-value", ":.eu:")]
    [InlineData(":.:orders-value", "")]
    [InlineData(":*:orders-value", "")]
    [InlineData(":.eu", "")]
    public void The_name_of_a_subject_may_begin_with_its_context(string subject, string context) =>
        SubjectContext.Of(subject).ShouldBe(context);

    [Fact]
    public void A_record_names_subjects_of_any_context()
    {
        SubjectName.IsOfRecord(":.eu:com.example.Order", SchemaType.Avro, Record).ShouldBeTrue();
        SubjectName.MayBeOf("orders", ":.eu:orders-com.example.Order").ShouldBeTrue();
        SubjectName.MayBeOf(":.eu:orders", ":.eu:orders-com.example.Order").ShouldBeFalse();
    }

    [Theory]
    [InlineData("orders-com.example.Order", SchemaType.Avro, Record, "orders")]
    [InlineData("orders-eu-com.example.Order", SchemaType.Avro, Record, "orders-eu")]
    [InlineData("orders-com.example.Line", SchemaType.Avro, Record, null)]
    [InlineData("com.example.Order", SchemaType.Avro, Record, null)]
    [InlineData("-com.example.Order", SchemaType.Avro, Record, null)]
    [InlineData("orders-Order", SchemaType.Avro, "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[]}", "orders")]
    [InlineData("orders-com.example.Order", SchemaType.Avro, "{", null)]
    [InlineData("orders-a sales order", SchemaType.Json, "{\"title\":\"a sales order\"}", "orders")]
    [InlineData("orders-shop.Order", SchemaType.Protobuf, Messages, "orders")]
    [InlineData("orders-shop.Line", SchemaType.Protobuf, Messages, "orders")]
    [InlineData("orders-shop.Inner", SchemaType.Protobuf, Messages, null)]
    [InlineData("orders-key", SchemaType.Avro, Record, "orders")]
    [InlineData(":.eu:orders-com.example.Order", SchemaType.Avro, Record, "orders")]
    public void The_record_of_its_text_tells_where_the_topic_in_a_name_ends(
        string subject,
        SchemaType type,
        string text,
        string? topic
    ) => SubjectName.TopicOf(subject, type, text).ShouldBe(topic);

    [Fact]
    public void The_same_text_under_another_number_is_another_base()
    {
        var (then, now) = (Live(First, null).ToBase(), (Live(First, null) with { Newest = new(4, 17) }).ToBase());

        _kind
            .Moved("orders-value", then, now)
            .ShouldBe(
                "The newest version of orders-value was 3 (id 17) when the plan was computed, and is 4 (id 17) now."
            );
        SchemaVersion.Of(now.Incarnation).ShouldBe(new SchemaVersion(4, 17));
    }

    [Theory]
    [InlineData("orders-value", "the registry's")]
    [InlineData(":.eu:orders-value", "its context's")]
    public void A_level_that_a_subject_takes_over_is_named_after_whose_it_is(string subject, string whose)
    {
        var live = Live(First, CompatibilityLevel.Full) with { Subject = subject, Settled = new SettledLevel(null) };

        _kind
            .Drift(SchemaWorlds.Spec(First), live)
            .ShouldHaveSingleItem()
            .ShouldBe(new DriftedField("compatibility", whose, "FULL"));
        _kind
            .Moved(subject, (live with { Level = null }).ToBase(), live.ToBase())
            .ShouldBe($"The level of {subject} was {whose} when the plan was computed, and is FULL now.");
    }

    [Fact]
    public void An_edit_of_the_text_keeps_the_level_that_somebody_else_set()
    {
        var origin = SchemaWorlds.Spec(First, CompatibilityLevel.Backward);
        var theirs = origin with { Compatibility = CompatibilityLevel.Full };

        var merged = (SchemaSpec)_kind.Merge(theirs, origin, origin with { Schema = Second });

        (merged.Schema, merged.Compatibility).ShouldBe((Second, CompatibilityLevel.Full));
    }

    [Fact]
    public void Drift_names_the_version_and_the_level_that_nobody_asked_for()
    {
        var live = Live(Second, CompatibilityLevel.None);

        _kind
            .Drift(SchemaWorlds.Spec(First, CompatibilityLevel.Full), live)
            .ShouldBe([
                new("schema", "as approved", "version 3, id 17, differs"),
                new("compatibility", "FULL", "NONE"),
            ]);
        _kind.Drift(SchemaWorlds.Spec(Second), live).ShouldBeEmpty("a level that nobody asked for isn't looked at");
        _kind.Drift(SchemaWorlds.Spec(Second), null).ShouldBe([new("subject", "there", "gone")]);
    }

    [Fact]
    public void A_plan_of_a_schema_is_read_as_it_was_written()
    {
        Step step = new RegisterSchema(
            On,
            SchemaType.Avro,
            Second,
            [new("Money", "money-value", 2)],
            new(3, 17),
            First
        );
        ResourceBase @base = Live(First, CompatibilityLevel.Full).ToBase();

        CoreJson.Write(CoreJson.Read<Step>(CoreJson.Write(step))).ShouldBe(CoreJson.Write(step));
        CoreJson.Read<ResourceBase>(CoreJson.Write(@base)).ShouldBe(@base);
        CoreJson.Write(@base).ShouldContain("\"level\":\"FULL\"");
    }

    private static LiveSchema Live(string text, CompatibilityLevel? level) =>
        new(On.Name, new(3, 17), SchemaType.Avro, text, ImmutableArray<SchemaReference>.Empty, level);

    private IReadOnlyList<Step> Steps(ResourceOperation operation, SchemaSpec? wanted, LiveSchema? live) =>
        Plan(operation, wanted, live).ShouldBeOfType<PlannedSteps.Needed>().Steps;

    private PlannedSteps Plan(ResourceOperation operation, SchemaSpec? wanted, LiveSchema? live) =>
        _kind.Steps(new(On, operation, wanted, null, null), wanted, live, null);
}
