using Bunit;
using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Features.Changes;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Topics;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

/// <summary>Who votes sees when the figures were true, and who read the topic then.</summary>
public sealed class EvidenceNoteTests : PartTests
{
    private static readonly ClusterId _cluster = new(1);

    [Fact]
    public void A_deletion_says_when_it_was_read_and_when_each_group_last_moved()
    {
        var now = Clock.GetUtcNow();
        var cells = Cells(
            new DeleteTopic(TopicKind.On(_cluster, "orders"), Guid.Empty),
            Seen(
                now.AddMinutes(-12),
                areAll: true,
                new ReaderEvidence("billing", 2, now.AddMinutes(-13), HasGap: false),
                new ReaderEvidence("audit", null, null, HasGap: true)
            )
        );

        cells.ShouldContain("It holds 540 messages, 2.9 MB on disk");
        cells.ShouldContain("Seen 12 min ago; 4.2 records/s were being written");
        cells.ShouldContain("Read by billing: 2 members, last moved 13 min ago");
        cells.ShouldContain("Read by audit: members unknown, no commit seen yet; its readings have a gap");
    }

    [Fact]
    public void Readers_that_may_not_be_all_are_said_to_be_so() =>
        Cells(
                new GrowPartitions(TopicKind.On(_cluster, "orders"), Guid.Empty, 6, 12),
                Seen(Clock.GetUtcNow(), areAll: false)
            )
            .ShouldContain("There may be readers that aren't named: the readings were old or not whole.");

    [Fact]
    public void What_harms_nothing_has_no_evidence_beside_it() =>
        Cells(
                new AlterConfigs(
                    TopicKind.On(_cluster, "orders"),
                    Guid.Empty,
                    [new("max.message.bytes", "1", "2")],
                    false
                ),
                Seen(Clock.GetUtcNow(), areAll: true)
            )
            .ShouldNotContain(note => note.StartsWith("Seen"));

    private IReadOnlyList<string> Cells(Step step, TopicEvidence seen)
    {
        var lines = PlanLines.Of(Views, [step], 0, new PlanEvidence([seen]), _ => _ => { }, _ => "main");
        return
        [
            .. Render<DiffTable>(p => p.Add(t => t.Lines, lines))
                .FindAll(".under")
                .Select(note =>
                    string.Join(' ', note.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                ),
        ];
    }

    private static TopicEvidence Seen(DateTimeOffset at, bool areAll, params ReaderEvidence[] readers) =>
        new(TopicKind.On(_cluster, "orders"), 540, 2_900_000, new(540, 2_900_000), [.. readers], areAll, 3, at, 4.2);

    private static readonly KindViews Views = new([new TopicKindView()]);
}
