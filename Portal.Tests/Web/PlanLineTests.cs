using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Core.Wording;
using Portal.Web.Features.Changes;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Topics;
using Portal.Web.Parts;
using Portal.Web.Wording;

namespace Portal.Tests.Web;

public sealed class PlanLineTests
{
    private static readonly ClusterId _cluster = new(1);

    [Theory]
    [InlineData(false, new[] { "Requested", "Changes requested" })]
    [InlineData(true, new[] { "Requested", "Planned", "Checked", "Changes requested" })]
    public void A_request_that_was_sent_back_was_planned_if_it_has_a_plan(bool hasPlan, string[] words) =>
        ChangeStages
            .Of(ChangeState.ChangesRequested, null, hasPlan, hasRun: false)
            .Select(stage => stage.Words)
            .ShouldBe(words);

    [Theory]
    [InlineData(ChangeState.Stale, new[] { "Requested", "Planned", "Checked", "Approved", "Stale" })]
    [InlineData(ChangeState.Rejected, new[] { "Requested", "Planned", "Checked", "Rejected" })]
    public void A_plan_is_not_shown_as_approved_because_the_one_that_it_replaced_was(ChangeState state, string[] words)
    {
        var at = DateTimeOffset.UnixEpoch;
        var change = VotedChange.At(at);
        var former = new RunView(
            new(1),
            RunState.Stale,
            Owner: null,
            StatusMessage: null,
            Progress: null,
            AbortBy: null,
            AbortByName: null,
            AbortAt: null,
            RetryAt: at,
            FirstFailedAt: null,
            StartedAt: at,
            EndedAt: at,
            Journal: []
        );

        ChangeStages
            .Of(change with { Row = change.Row with { State = state }, Run = former })
            .Select(stage => stage.Words)
            .ShouldBe(words);
    }

    [Fact]
    public void The_point_of_no_return_lies_before_the_first_step_that_cannot_be_undone()
    {
        var lines = Lines(1, Alter("max.message.bytes", "1048588", "2097152"), Grow(12, 24));
        lines.Select(line => line.CrossesLine).ShouldBe([false, true]);
        lines.Select(line => line.Number).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_plan_that_begins_beyond_it_has_no_line_to_cross() =>
        Lines(0, Grow(12, 24)).Single().CrossesLine.ShouldBeFalse();

    [Fact]
    public void Growth_says_what_it_does_to_keys_and_that_nothing_undoes_it()
    {
        var line = Lines(0, Grow(12, 24)).Single();
        line.Live!.Words.ShouldBe("12");
        line.Wanted!.Words.ShouldBe("24");
        line.Concern.ShouldBe(Tone.Warn);
        line.Undo.ShouldBe("none");
    }

    [Fact]
    public void A_cut_says_how_much_would_go_with_its_evidence()
    {
        var cut = new AlterConfigs(
            TopicKind.On(_cluster, "orders"),
            Guid.Empty,
            [new("retention.ms", "604800000", "259200000")],
            true
        );
        var seen = new TopicEvidence(
            TopicKind.On(_cluster, "orders"),
            540_000_000,
            286_000_000_000,
            new(308_000_000, 163_000_000_000),
            [],
            true,
            3,
            default
        );
        var line = PlanLines.Of(Views, [cut], 0, new PlanEvidence([seen]), _ => _ => { }).Single();
        line.Live.ShouldBe(new PlanValue("7\u00A0d", "604800000"));
        line.Meaning.ShouldBe("≈ 308\u00A0M messages deleted, ≈ 163\u00A0GB on disk");
        line.MeaningMore.ShouldBe("It holds 540\u00A0M messages, 286\u00A0GB on disk");
        line.Undo.ShouldBe("config only");
    }

    [Fact]
    public void A_shorter_wait_of_compaction_says_what_may_be_removed()
    {
        var cut = new AlterConfigs(
            TopicKind.On(_cluster, "orders"),
            Guid.Empty,
            [new("delete.retention.ms", "86400000", "0"), new("min.compaction.lag.ms", "604800000", null)],
            DestroysData: true
        );
        Lines(0, cut)
            .Select(line => line.Meaning)
            .ShouldBe([
                "Compaction may remove tombstones of deleted keys",
                "Compaction may remove older values of keys",
            ]);
    }

    [Fact]
    public void A_default_says_what_holds_where_that_was_told()
    {
        var alter = new AlterConfigs(
            TopicKind.On(_cluster, "orders"),
            Guid.Empty,
            [
                new("max.message.bytes", null, "2097152"),
                new("retention.ms", "259200000", null),
                new("segment.ms", null, "1"),
            ],
            false
        );
        var defaults = new Dictionary<string, string>
        {
            ["max.message.bytes"] = "1048588",
            ["retention.ms"] = "604800000",
        };
        var seen = TopicEvidence.Nothing(TopicKind.On(_cluster, "orders"), 3, default) with
        {
            Defaults = defaults.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        var lines = PlanLines.Of(Views, [alter], 1, new PlanEvidence([seen]), _ => _ => { });
        lines[0].Live.ShouldBe(new PlanValue("1\u00A0MiB + 12\u00A0B", "default"));
        lines[0].Wanted.ShouldBe(new PlanValue("2\u00A0MiB", "2097152"));
        lines[1].Wanted.ShouldBe(new PlanValue("7\u00A0d", "default"));
        lines[2].Live.ShouldBe(new PlanValue("default"));
    }

    [Fact]
    public void What_could_not_be_seen_is_said_and_not_taken_for_nothing() =>
        Lines(0, new DeleteTopic(TopicKind.On(_cluster, "orders"), Guid.Empty))
            .Single()
            .MeaningMore.ShouldBe("What it holds could not be seen");

    [Fact]
    public void A_new_topic_has_a_line_for_each_setting_and_nothing_before_it()
    {
        var create = new CreateTopic(TopicKind.On(_cluster, "orders"), 6, 3, [new("retention.ms", null, "604800000")]);
        var lines = Lines(1, create);
        lines.Select(line => line.Field).ShouldBe(["partitions", "replication", "retention.ms"]);
        lines.ShouldAllBe(line => line.Live == null);
        lines[2].Wanted.ShouldBe(new PlanValue("7\u00A0d", "604800000"));
    }

    [Fact]
    public void Each_of_several_resources_has_a_heading_once()
    {
        var other = new DeleteTopic(TopicKind.On(_cluster, "returns"), Guid.Empty);

        var lines = PlanLines.Of(
            Views,
            [Alter("retention.ms", "1", "2"), Grow(3, 6), other],
            3,
            PlanEvidence.None,
            _ => _ => { }
        );

        lines.Select(line => line.Heading is not null).ShouldBe([true, false, true]);
        lines.ShouldAllBe(line => line.Subject == null);
        Lines(1, Grow(3, 6)).ShouldHaveSingleItem().Heading.ShouldBeNull();
    }

    [Theory]
    [InlineData("retention.ms", "-1", "forever")]
    [InlineData("retention.ms", "3600000", "1\u00A0h")]
    [InlineData("max.message.bytes", "1048588", "1\u00A0MiB + 12\u00A0B")]
    [InlineData("cleanup.policy", "compact", "compact")]
    [InlineData("unclean.leader.election.enable", "false", "no")]
    [InlineData("no.such.setting", "x", "x")]
    public void Settings_are_said_as_people_say_them(string name, string value, string words) =>
        Setting.InWords(name, value).Words.ShouldBe(words);

    public static TheoryData<ChangeState> EveryState => [.. Enum.GetValues<ChangeState>()];

    [Theory, MemberData(nameof(EveryState))]
    public void Every_state_has_its_word_and_one_place_on_the_way(ChangeState state)
    {
        ChangeTone.Of(state).Word.ShouldNotBeEmpty();
        ChangeStages.Of(state, null, hasPlan: true, hasRun: false).Count(stage => stage.IsHere).ShouldBe(1);
    }

    private static IReadOnlyList<PlanLine> Lines(int noReturn, params Step[] steps) =>
        PlanLines.Of(Views, steps, noReturn, PlanEvidence.None, _ => _ => { });

    private static Step Alter(string name, string before, string after) =>
        new AlterConfigs(
            TopicKind.On(_cluster, "orders"),
            Guid.Empty,
            ImmutableArray.Create(new ConfigMove(name, before, after)),
            false
        );

    private static Step Grow(int before, int after) =>
        new GrowPartitions(TopicKind.On(_cluster, "orders"), Guid.Empty, before, after);

    private static readonly KindViews Views = new([new TopicKindView()]);
}
