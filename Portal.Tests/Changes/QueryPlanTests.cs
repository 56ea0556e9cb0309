using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Lists;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.People;
using Portal.Core.People.Accounts;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Kit;
using Portal.Web.Features.Groups;

namespace Portal.Tests.Changes;

/// <summary>What pages ask is found by an index, however much has happened before.</summary>
public sealed class QueryPlanTests(FullStore full) : IClassFixture<FullStore>
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly ChangeState[] Ended = [.. Enum.GetValues<ChangeState>().Where(state => state.IsEnd())];
    private static readonly ChangeState[] Open = [.. Enum.GetValues<ChangeState>().Where(state => !state.IsEnd())];
    private readonly QueryPlans _plans = new();
    private InterceptedStore Watched => new(full.Store, _plans);

    [Fact]
    public async Task What_waits_for_somebody()
    {
        var inbox = new ChangeInbox(Watched);
        var approver = Callers.Of("grace", Role.Approver);
        (await inbox.CountFor(approver, Never)).ShouldBeGreaterThan(0);
        await inbox.For(approver, 50, Never);
        await inbox.For(approver, "topic.4711", 50, Never);
        await NothingIsScanned();
    }

    [Fact]
    public async Task A_change_whole()
    {
        var view = await new ChangeDetails(Watched, TestKinds.All).Get(new ChangeId(4_711), Never);
        view!.Run.ShouldNotBeNull();
        view.Votes.Count.ShouldBe(1);
        await NothingIsScanned();
    }

    [Fact]
    public async Task Lists_of_changes()
    {
        var list = new ChangeList(Watched);
        ChangeFilter[] asked =
        [
            new(),
            new(Environment: "prod"),
            new(Ended, "prod", [new TeamId(1)]),
            new(Open, RequestedBy: "person-7"),
            new([ChangeState.Stuck], "dev"),
            new(RequestedBy: "person-7"),
            new(Cluster: new ClusterId(8), Kind: TopicKind.Word, Name: "topic.4711"),
            new(Kind: TopicKind.Word, Name: "topic.4711"),
        ];
        foreach (var filter in asked)
        {
            await list.Page(filter, null, 50, Never);
            await list.Page(filter, new ChangeId(5_000), 50, Never);
        }

        await list.Count(new ChangeFilter(RequestedBy: "person-7"), Never);
        await list.Count(new ChangeFilter([ChangeState.Stuck], "dev"), Never);
        await list.Count(new ChangeFilter(Open, Cluster: new ClusterId(8)), Never);
        await NothingIsScanned();
    }

    [Fact]
    public async Task A_search_looks_through_the_newest_changes_alone()
    {
        var list = new ChangeList(Watched);
        (await list.Page(new ChangeFilter(Search: "TOPIC.99999"), null, 50, Never)).ShouldHaveSingleItem();
        (await list.Page(new ChangeFilter(Search: "no such thing"), null, 50, Never)).ShouldBeEmpty();
        (await list.Page(new ChangeFilter(Search: "Create topic.17"), null, 50, Never)).ShouldNotContain(c =>
            c.Id.Value < 80_000
        );
        await list.Count(new ChangeFilter(Open, Search: "topic"), Never);
        (await list.Page(new ChangeFilter(Search: "#4711"), null, 50, Never)).ShouldHaveSingleItem("however old it is");
        (await list.Find("4711", 8, Never))[0]
            .Id.ShouldBe(new ChangeId(4_711), "before newer ones with it in their names");
        await NothingIsScanned();
    }

    [Fact]
    public async Task Whose_names_a_search_has_is_looked_up_in_the_search_itself()
    {
        await new ChangeList(Watched).Page(new ChangeFilter(Search: "a"), null, 50, Never);
        await new ChangeInbox(Watched).For(Callers.Of("grace", Role.Approver), "a", 50, Never);

        (await _plans.Explained(full.Store)).ShouldAllBe(query =>
            query.Contains("FROM change AS ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_last_change_of_each_of_many_resources()
    {
        // As the store is filled: the change that created one is the newest about it.
        ResourceRef[] topics = [.. Enumerable.Range(1, 60).Select(n => TopicKind.On(new(n % 20 + 1), $"topic.{n}"))];

        var last = await new ResourceChanges(Watched).OfEach([.. topics, new(new("job"), new(2), "topic.1")], Never);

        topics.Select(topic => last.Itself[topic].Id.Value).ShouldBe(Enumerable.Range(1, 60).Select(n => (long)n));
        last.Itself.Count.ShouldBe(60, "a job of that name is another resource");
        await NothingIsScanned();
    }

    [Fact]
    public async Task Changes_of_given_topics()
    {
        ResourceRef[] topics = [TopicKind.On(new(8), "topic.4711"), TopicKind.On(new(9), "topic.4712")];
        await new ResourceChanges(Watched).Newest(topics, 8, Never);
        await using var db = Watched.CreateDbContext();
        await ConcurrentChanges.Of(db, TestKinds.All, topics, null, Never);
        await NothingIsScanned();
    }

    [Fact]
    public async Task Changes_of_grants_on_given_topics_though_most_of_them_have_ended()
    {
        await new ResourceChanges(Watched).Newest([TopicKind.On(new(8), "topic.4711")], 8, Never);

        (await _plans.Explained(full.Store)).ShouldHaveSingleItem().ShouldContain("access_grant_by_topic");
    }

    [Fact]
    public async Task Drift_of_given_topics_and_of_grants_that_name_them()
    {
        ResourceRef[] topics = [TopicKind.On(new(8), "topic.4711"), TopicKind.On(new(9), "topic.4712")];

        (await new OpenDrifts(Watched).Newest(topics, 8, Never)).ShouldBeEmpty();

        (await _plans.Scans(full.Store, "access_grant")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Grants_that_end_soon_though_most_of_them_do_not()
    {
        var ending = new EndingAccess(Watched, TestKinds.All, TimeProvider.System);

        (await ending.For(Callers.Of("grace", Role.Approver), null, Never)).ShouldBeEmpty();

        await NothingIsScanned();
    }

    [Fact]
    public async Task The_audit_log()
    {
        var log = new AuditLog(Watched);
        var auditor = Callers.Of("mina", Role.Auditor);
        var now = TimeProvider.System.GetUtcNow();
        AuditFilter[] asked =
        [
            new(),
            new(Change: new ChangeId(4_711)),
            new(Actor: "person-7"),
            new(Actor: "nobody"),
            new(From: now.AddHours(-1), To: now),
            new(From: now.AddDays(-30), To: now.AddDays(-29)),
            new(From: now.AddDays(-60), To: now.AddDays(-30)),
        ];
        foreach (var filter in asked)
        {
            await log.Page(auditor, filter, null, 50, Never);
            await log.Page(auditor, filter, 50_000, 50, Never);
        }

        await log.Sealed(auditor, 0, 50, Never);
        await log.Sealed(auditor, 50_000, 50, Never);
        await TheLogIsNotWalked();
    }

    [Fact]
    public async Task Who_had_the_name_of_a_cluster_last()
    {
        await using var db = Watched.CreateDbContext();
        var draft = new ClusterDraft("sixth", "dev", "local", "127.0.0.1:9092");
        (await ClusterNames.Obstacle(db, draft, null, null, Never)).ShouldBeNull();
        await TheLogIsNotWalked();
    }

    [Fact]
    public async Task What_happened_to_a_Portal_service_account()
    {
        await using (
            var add = full.Store.CreateCommand(
                "insert into person (handle, name, owner_team_id) select 'robot', 'robot', min(id) from team"
            )
        )
        {
            await add.ExecuteNonQueryAsync();
        }

        var life = new TokenLife(Options.Create(new TokenOptions { Mode = SignInMode.Embedded }), TimeProvider.System);
        var reading = new AccountReading(
            Watched,
            new AccountList(Watched, life),
            new TokenList(Watched, life),
            new ChangeList(Watched)
        );
        var platform = Callers.Of("sam", Role.Platform);

        (await reading.Of(platform, "robot", Never)).ShouldBeOfType<Outcome<AccountDetails>.Done>();
        await TheLogIsNotWalked();
    }

    [Fact]
    public async Task Which_changes_of_jobs_were_settled()
    {
        await using var db = Watched.CreateDbContext();

        (await ManagedJob.Read(db, [new ClusterId(8)], null, null, Never)).ShouldBeEmpty();

        (await _plans.Explained(full.Store)).ShouldHaveSingleItem().ShouldContain("apply_run_settled");
    }

    [Fact]
    public async Task Which_grants_lost_their_account_or_their_topic_since_the_last_look()
    {
        var plans = new QueryPlans { OfWrites = true };
        await using var db = new InterceptedStore(full.Store, plans).CreateDbContext();
        var now = TimeProvider.System.GetUtcNow();

        await DeletedAccounts.Mark(db, now, Never);
        await OrphanedGrants.Mark(db, now, now.AddMinutes(-5), Never);

        (await plans.Scans(full.Store, "resource", "access_grant", "incarnation", "seen_topic")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Which_grants_and_which_subjects_are_on_a_page()
    {
        var grants = new AccessList(Watched, TestKinds.All);
        await grants.Page(new AccessFilter(), null, 50, Never);
        await grants.Page(new AccessFilter(), "c11/grant.5", 50, Never);
        (await OfKeys()).ShouldAllBe(plan => plan.Contains("access_grant_key", StringComparison.Ordinal));

        var subjects = new SchemaList(Watched);
        var all = new SchemaFilter(Environment: null);
        (await subjects.Page(all, _ => true, null, 50, Never)).Count.ShouldBe(50);
        (await subjects.Page(all, _ => true, "c11/subject.5", 50, Never)).Count.ShouldBe(50);
        (await OfKeys()).ShouldAllBe(plan => plan.Contains("seen_subject_key", StringComparison.Ordinal));
    }

    // The plans of the queries that find the keys of a page, cluster by cluster.
    private async Task<List<string>> OfKeys()
    {
        var plans = await _plans.Explained(full.Store);
        List<string> keys = [.. plans.Where(plan => plan.Contains("cross join lateral", StringComparison.Ordinal))];
        keys.ShouldNotBeEmpty();
        return keys;
    }

    private async Task NothingIsScanned() => (await _plans.Scans(full.Store, FullStore.Tables)).ShouldBeEmpty();

    private async Task TheLogIsNotWalked() =>
        (await _plans.ScansAndWalks(full.Store, "audit_event", "audit_seal")).ShouldBeEmpty();
}
