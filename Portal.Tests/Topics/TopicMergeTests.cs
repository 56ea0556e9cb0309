using System.Collections.Immutable;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Topics;

public sealed class TopicMergeTests
{
    private static readonly string?[] Values = [null, "1", "2", "3"];

    [Fact]
    public void What_a_person_changed_is_changed_and_all_else_stays_as_it_is_now()
    {
        foreach (var now in Values)
        {
            foreach (var origin in Values)
            {
                foreach (var wanted in Values)
                {
                    var merged = TopicMerge.Over(Spec(now), Spec(origin), Spec(wanted));
                    merged.Configs.GetValueOrDefault("segment.bytes").ShouldBe(wanted == origin ? now : wanted);
                    merged.Partitions.ShouldBe(wanted == origin ? Count(now) : Count(wanted));
                    merged.Description.ShouldBe((wanted == origin ? now : wanted) ?? "");
                }
            }
        }
    }

    [Fact]
    public void Undone_is_what_both_have_changed_to_something_else()
    {
        foreach (var now in Values)
        {
            foreach (var origin in Values)
            {
                foreach (var wanted in Values)
                {
                    var finding = Of(Update(origin, wanted), Spec(now), []);
                    var both = now != origin && wanted != origin && wanted != now;
                    (finding is not null).ShouldBe(both, $"now {now}, origin {origin}, wanted {wanted}");
                }
            }
        }
    }

    [Fact]
    public void Whose_edit_is_undone_is_named_with_the_values()
    {
        AppliedEdit[] edits =
        [
            new(new(9), DateTimeOffset.UnixEpoch, ["retention.ms"]),
            new(new(7), DateTimeOffset.UnixEpoch, ["segment.bytes"]),
        ];
        var finding = Of(Update("1", "3"), Spec("2"), edits)!;
        finding.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        finding.Words.ShouldContain("#7: segment.bytes 2 → 3");
    }

    private static Finding? Of(ChangeResource update, TopicSpec now, IReadOnlyList<AppliedEdit> edits) =>
        OverwrittenEdits.Of(
            TestKinds.All,
            update.Read(TestKinds.All),
            "undoes · orders",
            now,
            DateTimeOffset.UnixEpoch,
            edits
        );

    private static ChangeResource Update(string? origin, string? wanted) =>
        new()
        {
            Ordinal = 0,
            Kind = TopicKind.Word,
            Operation = ResourceOperation.Update,
            ClusterId = new(1),
            Name = "orders",
            LockKey = "orders",
            OwnerTeamId = new(1),
            Wanted = Core.CoreJson.Write(Spec(wanted)),
            Base = Core.CoreJson.Write(Spec(origin)),
        };

    private static TopicSpec Spec(string? value) =>
        new(
            Count(value),
            1,
            value is null
                ? TopicSpec.NoConfigs
                : ImmutableSortedDictionary.CreateRange(
                    StringComparer.Ordinal,
                    [KeyValuePair.Create("segment.bytes", value)]
                ),
            "payments",
            Description: value ?? ""
        );

    private static int Count(string? value) => value is null ? 4 : value[0] - '0';
}
