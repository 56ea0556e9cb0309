using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Tests.Topics;

public sealed class UnreadLossTests
{
    private static readonly ResourceRef _on = TopicKind.On(new ClusterId(1), "orders");
    private static readonly DataLoss _older = new DataLoss.Beyond(1000, null);

    [Theory]
    [InlineData(100L, 40L)]
    [InlineData(90L, 40L)]
    [InlineData(110L, 30L)]
    [InlineData(140L, 0L)]
    [InlineData(200L, 0L)]
    [InlineData(250L, 0L)]
    [InlineData(null, null)]
    public void What_is_deleted_unread_lies_between_the_commit_and_what_is_kept(long? committed, long? lost) =>
        Lost(_older, new(100, 200, 140, 1000, 1), committed).ShouldBe(lost);

    [Fact]
    public void Who_committed_nothing_loses_nothing_where_nothing_is_deleted() =>
        Lost(_older, new(140, 200, 140, 1000, 1), committed: null).ShouldBe(0);

    [Fact]
    public void Of_what_a_size_limit_takes_what_is_unread_is_estimated() =>
        Lost(new DataLoss.Beyond(null, 500), new(0, 100, null, 1000, 1), committed: 20).ShouldBe(30);

    [Theory]
    [InlineData(199L, null)]
    [InlineData(200L, 0L)]
    public void Whatever_compaction_removes_who_has_read_everything_loses_nothing(long committed, long? lost) =>
        Lost(new DataLoss.Unknown(), new(100, 200, null, 1000, 1), committed).ShouldBe(lost);

    [Fact]
    public void A_partition_that_is_not_known_makes_the_loss_unknown() =>
        UnreadLoss
            .Of(
                _older,
                new Dictionary<int, PartitionHolding>
                {
                    [0] = new(100, 200, 140, 1000, 1),
                    [1] = new(null, null, null, 1000, 1),
                },
                Seen(("billing", new Dictionary<int, long> { [0] = 100, [1] = 100 }))
            )
            .ShouldBe([new("billing", null)]);

    [Fact]
    public void A_cluster_that_did_not_answer_makes_the_loss_unknown() =>
        UnreadLoss
            .Of(_older, held: null, Seen(("billing", new Dictionary<int, long> { [0] = 100 })))
            .ShouldBe([new("billing", null)]);

    [Fact]
    public void Groups_that_lose_most_are_named_first_and_the_others_counted()
    {
        var found = Check(
            new("a", 1),
            new("b", 0),
            new("c", null),
            new("billing", 2_000_000),
            new("d", 5),
            new("e", 4)
        );

        found!.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        found.Words.ShouldBe(
            "Records are deleted that consumer groups haven't read: billing (about 2,000,000 records), d (about 5 records), e (about 4 records) and 2 more."
        );
    }

    [Fact]
    public void A_loss_that_is_not_known_is_no_pass()
    {
        var found = Check(new("a", 0), new("c", null));

        found!.Verdict.ShouldBe(CheckVerdict.Unknown);
        found.Words.ShouldBe("It is unknown whether these consumer groups have read what is deleted: c.");
    }

    // Its savepoint outlives the commits of its group, which Kafka deletes after a week without a member.
    [Fact]
    public void A_suspended_job_whose_group_has_no_commits_is_no_pass_and_is_named()
    {
        var seen = Seen(("billing", new Dictionary<int, long> { [0] = 200 }));
        var unread = UnreadLoss
            .OfSuspended(
                [
                    Suspended("bills", "billing"),
                    Suspended("sums", "flink-sums"),
                    Suspended("runs", "flink-runs") with
                    {
                        IsSuspended = false,
                    },
                    Suspended("writes", "flink-writes") with
                    {
                        Reads = false,
                    },
                ],
                seen.Groups
            )
            .ToList();

        unread.ShouldBe([new UnreadLoss("flink-sums", null) { Job = "sums" }]);
        var found = Check([new UnreadLoss("billing", 0), .. unread]);
        found!.Verdict.ShouldBe(CheckVerdict.Unknown);
        found.Words.ShouldBe(
            "It is unknown whether these consumer groups have read what is deleted: flink-sums of the suspended job sums."
        );
    }

    [Fact]
    public void A_suspended_job_does_not_hide_why_readers_are_not_known()
    {
        var unread = UnreadLoss.OfSuspended([Suspended("sums", "flink-sums")], []);
        var seen = Evidence([.. unread]) with { AreAllReaders = false, UnreadableGroups = ["flink-sums"] };

        UnreadCheck
            .Of(Topic, seen)!
            .Words.ShouldBe(
                "It is unknown whether these consumer groups have read what is deleted: flink-sums of the suspended job sums. Who reads it isn't known. The commits of flink-sums can't be read: the portal may lack the permission Describe on them."
            );
    }

    // Only jobs of SQL are given a group.
    [Fact]
    public void A_suspended_program_is_noted_since_its_group_is_not_known()
    {
        var pricing = Suspended("pricing", group: null);
        UnreadLoss.OfSuspended([pricing], []).ShouldBeEmpty();

        var found = UnreadCheck.Of(Topic, Evidence(new UnreadLoss("a", 0)) with { Jobs = [pricing] });

        found!.Verdict.ShouldBe(CheckVerdict.Noted);
        found.Words.ShouldBe(
            "All consumer groups have read what is deleted. The group of these suspended jobs isn't known, nor what they have read: pricing."
        );
    }

    [Fact]
    public void Readers_that_are_not_known_are_no_pass() =>
        UnreadCheck
            .Of(Topic, Evidence(new UnreadLoss("a", 0)) with { AreAllReaders = false })!
            .Verdict.ShouldBe(CheckVerdict.Unknown);

    [Fact]
    public void Groups_whose_commits_may_not_be_read_are_named()
    {
        const string words =
            "Who reads it isn't known. The commits of a, b, c can't be read: the portal may lack the permission Describe on them.";
        var seen = Evidence() with { AreAllReaders = false, UnreadableGroups = ["a", "b", "c"] };
        var live = new LiveTopic(
            "orders",
            Guid.Empty,
            3,
            3,
            false,
            ImmutableSortedDictionary<string, LiveConfig>.Empty
        );

        UnreadCheck.Of(Topic, seen)!.Words.ShouldBe(words);
        ActiveReaders.Check(Topic, live, seen).Words.ShouldBe(words);
    }

    [Fact]
    public void What_every_group_has_read_passes() =>
        Check(new UnreadLoss("a", 0))!.Verdict.ShouldBe(CheckVerdict.Passed);

    [Fact]
    public void A_cut_that_deletes_nothing_passes_whoever_reads() =>
        UnreadCheck
            .Of(Topic, Evidence(new UnreadLoss("a", null)) with { DataLoss = new(0, 0), AreAllReaders = false })!
            .Verdict.ShouldBe(CheckVerdict.Passed);

    [Fact]
    public void A_plan_that_cuts_nothing_is_not_checked() =>
        UnreadCheck.Of(Topic, Evidence() with { UnreadLosses = null }).ShouldBeNull();

    private static long? Lost(DataLoss loss, PartitionHolding held, long? committed) =>
        UnreadLoss
            .Of(
                loss,
                new Dictionary<int, PartitionHolding> { [0] = held },
                Seen(("billing", committed is { } at ? new Dictionary<int, long> { [0] = at } : []))
            )
            .Single()
            .Records;

    private static SeenReaders Seen((string Group, Dictionary<int, long> Committed) reader) =>
        new(
            [new(reader.Group, 0, null, HasGap: false)],
            AreAll: true,
            Committed: new Dictionary<string, IReadOnlyDictionary<int, long>> { [reader.Group] = reader.Committed }
        );

    private static TopicJob Suspended(string job, string? group) =>
        new("dev", job, "payments", Reads: true, Writes: false, IsSuspended: true) { Group = group };

    private static Finding? Check(params UnreadLoss[] unread) => UnreadCheck.Of(Topic, Evidence(unread));

    private static TopicEvidence Evidence(params UnreadLoss[] unread) =>
        new(_on, 10, 1000, new(5, 500), [], AreAllReaders: true, 3, default)
        {
            UnreadLosses = ImmutableArray.Create(unread),
        };

    private static CheckedResource Topic { get; } =
        new(
            new ResourceRequest(_on, ResourceOperation.Update, null, null, null),
            null,
            null,
            null,
            IsProduction: false,
            default,
            what => what
        );
}
