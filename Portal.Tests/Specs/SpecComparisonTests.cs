using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Specs;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Changes;

namespace Portal.Tests.Specs;

/// <summary>Documents against what is managed and what was last seen of it.</summary>
public sealed class SpecComparisonTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly DateTimeOffset Changed = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Changed.AddMinutes(3);
    private static readonly TopicSpec Wanted = new(3, 3, TopicSpec.NoConfigs, SeededStructure.Payments);

    [Fact]
    public async Task What_is_managed_and_seen_as_written_is_unchanged()
    {
        await Managed("compared.same");

        (await Compare("compared.same", Live("compared.same", 3), Later)).Unchanged.ShouldBe(1);
    }

    [Theory]
    [InlineData(12, ResourceOperation.Update)]
    [InlineData(null, ResourceOperation.Create)]
    public async Task What_drifted_is_set_right_and_what_was_deleted_by_hand_is_made_again(
        int? partitions,
        ResourceOperation operation
    )
    {
        var name = $"compared.drifted.{partitions}";
        await Managed(name);

        var difference = await Compare(name, partitions is { } seen ? Live(name, seen) : null, Later);

        difference.Requests.ShouldHaveSingleItem().Draft.Resources.ShouldHaveSingleItem().Operation.ShouldBe(operation);
        difference.Requests[0].IsSeen.ShouldBeTrue();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(null)]
    public async Task What_was_read_before_a_change_was_applied_or_right_after_says_nothing_of_it(int? minutes)
    {
        var name = $"compared.late.{minutes}";
        await Managed(name);

        (await Compare(name, null, minutes is { } ago ? Changed.AddMinutes(ago) : null)).Unchanged.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_run_is_stuck_at_is_neither_drift_nor_impossible()
    {
        await Managed("compared.held");
        await using (var db = await world.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            // The run itself doesn't matter here.
            await db.Database.ExecuteSqlAsync($"set local session_replication_role = replica");
            await db.Database.ExecuteSqlAsync(
                $"insert into run_target (kind, cluster_id, name, run_id) select 'topic', id, 'compared_held', 1 from cluster where name = 'main'"
            );
            await transaction.CommitAsync();
        }

        (await Compare("compared.held", Live("compared.held", 24), Later)).Unchanged.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_on_the_cluster_and_managed_by_nobody_would_be_an_update()
    {
        var difference = await Compare("compared.found", Live("compared.found", 3), Later);

        difference.Requests.ShouldHaveSingleItem().Draft.Resources[0].Operation.ShouldBe(ResourceOperation.Update);
    }

    [Fact]
    public async Task What_is_impossible_is_reported_at_the_document_that_it_is_about()
    {
        await Managed("compared.shrinks");
        var seen = new Seen(Live("compared.shrinks", 6), Later);
        var store = world.Get<IDbContextFactory<PortalDb>>();
        var plans = new SpecPlans(
            Comparison(seen),
            new(store, new([new TopicKind()]), [seen], Options.Create(new RequestOptions()), TimeProvider.System),
            new SpecSubmission(store, Comparison(seen), world.Get<ChangeRequests>())
        );

        var outcome = await plans.Plan(
            await world.Engineer(),
            [Document("compared.beside", line: 1), Document("compared.shrinks", line: 12)],
            "",
            CancellationToken.None
        );

        outcome
            .ShouldBeOfType<Outcome<SpecPlan>.Refused>()
            .Why.Fields!.ShouldHaveSingleItem()
            .Key.ShouldBe("a.yaml:12:1");
    }

    private async Task<SpecDifference> Compare(string name, LiveTopic? live, DateTimeOffset? seenAt) =>
        await Comparison(new(live, seenAt))
            .Of(await world.Engineer(), [Document(name, line: 1)], "", CancellationToken.None);

    private SpecComparison Comparison(Seen seen) =>
        new(
            world.Get<IDbContextFactory<PortalDb>>(),
            new([new TopicKind()]),
            [seen],
            Options.Create(new RequestOptions())
        );

    private static SpecDocument Document(string name, int line) =>
        new(
            TopicKind.Word,
            "main",
            name,
            SeededStructure.Payments,
            Wanted,
            null,
            new(new("a.yaml", line, 1), new Dictionary<string, SpecPlace>())
        );

    private static LiveTopic Live(string name, int partitions) =>
        new(
            name,
            Guid.Parse("11111111-2222-3333-4444-555555555555"),
            partitions,
            3,
            false,
            ImmutableSortedDictionary<string, LiveConfig>.Empty
        );

    private async Task Managed(string topic)
    {
        await using var db = await world.Open();
        db.Add(
            new Resource
            {
                Kind = TopicKind.Word,
                ClusterId = (await db.Set<Cluster>().SingleAsync(c => c.Name == "main")).Id,
                Name = topic,
                OwnerTeamId = (await db.Set<Team>().SingleAsync(t => t.Name == SeededStructure.Payments)).Id,
                Spec = CoreJson.Write(Wanted),
                CreatedAt = Changed,
                UpdatedAt = Changed,
            }
        );
        await db.SaveChangesAsync();
    }

    private sealed class Seen(LiveTopic? live, DateTimeOffset? at) : IPreviewReader
    {
        public ResourceKind Kind => TopicKind.Word;

        public Task<PreviewState> Read(ClusterId cluster, IReadOnlyCollection<string> names, CancellationToken stop) =>
            Task.FromResult(
                new PreviewState(
                    new(
                        Kind,
                        cluster,
                        "",
                        names.ToImmutableSortedDictionary(n => n, n => (ResourceState?)(live?.Name == n ? live : null)),
                        ImmutableDictionary<string, string>.Empty
                    ),
                    at
                )
            );

        public Task<ResourceEvidence?> Evidence(LiveEngine engine, ResourcePlan plan, CancellationToken stop) =>
            Task.FromResult<ResourceEvidence?>(null);
    }
}
