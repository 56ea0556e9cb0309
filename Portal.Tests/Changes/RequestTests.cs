using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Tests.Changes;

public sealed class RequestTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_request_is_stored_whole_with_its_work_and_its_audit_event()
    {
        var id = await world.Submit(ChangeWorld.Draft("requests.whole"));
        var view = await world.View(id);
        view.Row.State.ShouldBe(ChangeState.Planning);
        view.Row.Title.ShouldBe("Create requests.whole");
        view.Row.Resources.Select(r => $"{r.Kind} {r.Cluster}/{r.Name}").ShouldBe(["topic main/requests.whole"]);
        view.Resources.ShouldHaveSingleItem().Wanted!.Owner.ShouldBe(SeededStructure.Payments);
        view.Timeline.Select(t => t.Kind).ShouldBe(["change.submitted"]);
        await using var db = await world.Open();
        (await db.Set<PlanningRun>().AnyAsync(r => r.ChangeId == id)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_change_of_two_topics_is_listed_with_each_of_them_and_with_no_namesake()
    {
        var id = await world.Submit(ChangeWorld.Draft("pairs.first", cluster: "main"));
        await using var db = await world.Open();
        var clusters = await db.Set<Cluster>().ToDictionaryAsync(c => c.Name, c => c.Id);
        var change = await db.Set<Change>().Include(c => c.Resources).SingleAsync(c => c.Id == id);
        change.Resources.Add(
            new ChangeResource
            {
                Ordinal = 2,
                Kind = TopicKind.Word,
                Operation = ResourceOperation.Delete,
                ClusterId = clusters["local"],
                Name = "pairs.second",
                LockKey = "pairs_second",
                OwnerTeamId = change.Resources[0].OwnerTeamId,
            }
        );
        await db.SaveChangesAsync();

        (await About("main", "pairs.first")).ShouldBe([id]);
        (await About("local", "pairs.second")).ShouldBe([id]);
        (await About("local", "pairs.first")).ShouldBeEmpty();
        (await About("main", "pairs.second")).ShouldBeEmpty();

        async Task<IEnumerable<ChangeId>> About(string cluster, string topic)
        {
            var filter = new ChangeFilter(Cluster: clusters[cluster], Kind: TopicKind.Word, Name: topic);
            return (await world.Get<ChangeList>().Page(filter, null, 10, Never)).Select(c => c.Id);
        }
    }

    [Theory]
    [InlineData("", "needs a name")]
    [InlineData("..", "refuses")]
    [InlineData("a b", "letters")]
    [InlineData("__own", "Kafka's own")]
    public async Task A_name_Kafka_would_refuse_is_refused_beside_the_field(string name, string words) =>
        (await Refused(ChangeWorld.Draft(name))).Fields!["resources[0].name"].ShouldContain(words);

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(1_001)]
    public async Task Partitions_have_limits(int partitions) =>
        (await Refused(ChangeWorld.Draft("limits", partitions: partitions))).Fields!.Keys.ShouldBe([
            "resources[0].spec.partitions",
        ]);

    [Theory]
    [InlineData("retention.mss", "1", "no topic setting")]
    [InlineData("retention.ms", "-2", "at least -1")]
    [InlineData("retention.ms", "1e3", "is a number")]
    [InlineData("cleanup.policy", "burn", "can be delete, compact")]
    [InlineData("min.cleanable.dirty.ratio", "1.5", "at most 1")]
    [InlineData("preallocate", "yes", "true or false")]
    public async Task A_setting_Kafka_would_refuse_is_refused_with_its_range(string name, string value, string words)
    {
        var draft = ChangeWorld.Draft("settings");
        var spec = ((TopicSpec)draft.Resources[0].Spec!) with { Configs = TopicSpec.NoConfigs.Add(name, value) };
        var refusal = await Refused(draft with { Resources = [draft.Resources[0] with { Spec = spec }] });
        refusal.Fields![$"resources[0].spec.configs.{name}"].ShouldContain(words);
    }

    [Fact]
    public async Task What_was_adopted_outside_the_limits_is_refused_only_where_it_is_changed()
    {
        var wide = new TopicSpec(1_200, 3, TopicSpec.NoConfigs.Add("segment.bytes", "1000"), SeededStructure.Payments);
        await using (var db = await world.Open())
        {
            var now = TimeProvider.System.GetUtcNow();
            db.Add(
                new Resource
                {
                    Kind = TopicKind.Word,
                    ClusterId = (await db.Set<Cluster>().SingleAsync(c => c.Name == "main")).Id,
                    Name = "requests.wide",
                    OwnerTeamId = (await db.Set<Team>().SingleAsync(t => t.Name == SeededStructure.Payments)).Id,
                    Spec = CoreJson.Write<object>(wide),
                    CreatedAt = now,
                    UpdatedAt = now,
                }
            );
            await db.SaveChangesAsync();
        }

        await world.Submit(To(wide with { Configs = wide.Configs.Add("retention.ms", "3600000") }));
        (await Refused(To(wide with { Partitions = 1_300 }))).Fields!.Keys.ShouldBe(["resources[0].spec.partitions"]);
        (
            await Refused(To(wide with { Configs = wide.Configs.SetItem("segment.bytes", "2000") }))
        ).Fields!.Keys.ShouldBe(["resources[0].spec.configs.segment.bytes"]);

        static ChangeDraft To(TopicSpec spec) =>
            new(
                "",
                "needed",
                SeededStructure.Payments,
                [new ResourceDraft(TopicKind.Word, ResourceOperation.Update, "main", "requests.wide", spec)]
            );
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once_and_nothing_is_stored()
    {
        await using var db = await world.Open();
        var before = await db.Set<Change>().CountAsync();
        var refusal = await Refused(
            new ChangeDraft(
                "",
                "",
                "nobody",
                [new ResourceDraft(TopicKind.Word, ResourceOperation.Create, "nowhere", "a b", null)]
            )
        );
        refusal.Fields!.Keys.ShouldBe(
            ["owner", "resources[0].cluster", "resources[0].name", "resources[0].spec"],
            ignoreOrder: true
        );
        (await db.Set<Change>().CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Mistakes_beyond_ten_thousand_are_not_looked_for()
    {
        var draft = ChangeWorld.Draft("mistakes");
        var configs = Enumerable
            .Range(0, 20_000)
            .ToImmutableSortedDictionary(n => $"wrong.{n}", _ => "1", StringComparer.Ordinal);
        var spec = ((TopicSpec)draft.Resources[0].Spec!) with { Configs = configs };

        var refusal = await Refused(draft with { Resources = [draft.Resources[0] with { Spec = spec }] });

        refusal.Fields!.Count.ShouldBe(10_000);
        refusal.Words.ShouldBe("At least 10,000 fields are invalid.");
    }

    [Fact]
    public async Task Production_wants_a_reason() =>
        (await Refused(ChangeWorld.Draft("reasons", reason: " "))).Fields!.Keys.ShouldBe(["reason"]);

    [Fact]
    public async Task Another_teams_member_cannot_ask_in_its_name()
    {
        var outsider = await world.Person((m, team) => m.Role == Role.Member && team == SeededStructure.Logistics);
        var outcome = await world.Get<ChangeRequests>().Submit(outsider, ChangeWorld.Draft("outsider"), Never);
        outcome.ShouldBeOfType<Outcome<ChangeId>.Refused>().Why.Kind.ShouldBe(RefusalKind.Denied);
    }

    [Fact]
    public async Task What_the_portal_does_not_manage_is_not_deleted_from_here()
    {
        var draft = new ChangeDraft(
            "",
            "gone",
            SeededStructure.Payments,
            [new ResourceDraft(TopicKind.Word, ResourceOperation.Delete, "main", "foreign", null, "foreign")]
        );
        (await Refused(draft)).Fields!["resources[0].name"].ShouldContain("isn't managed");
    }

    [Fact]
    public async Task A_cancelled_request_leaves_no_work_behind()
    {
        var id = await world.Submit(ChangeWorld.Draft("requests.cancelled"));
        (
            await world.Get<ChangeStops>().Cancel(await world.Engineer(), id, Never)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        await using var db = await world.Open();
        (await db.Set<PlanningRun>().AnyAsync(r => r.ChangeId == id)).ShouldBeFalse();
        (await world.Get<ChangeStops>().Cancel(await world.Engineer(), id, Never))
            .ShouldBeOfType<Outcome<ChangeState>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.Conflict);
    }

    [Fact]
    public async Task A_mended_request_of_another_version_than_was_seen_is_refused()
    {
        var id = await world.Submit(ChangeWorld.Draft("requests.mended"));
        var plan = await world.Plan(id, (SeededStructure.Payments, 1));
        await world
            .Get<Voting>()
            .Cast(await world.Approver(), id, new Ballot(1, plan.Hash, VoteVerdict.RequestChanges, "Fewer."), Never);
        var seen = (await world.View(id)).Version;
        var mended = ChangeWorld.Draft("requests.mended", partitions: 1);
        var requests = world.Get<ChangeRequests>();
        (await requests.Resubmit(await world.Engineer(), id, seen - 1, mended, Never))
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why.Words.ShouldContain("Somebody changed this request");
        (
            await requests.Resubmit(await world.Engineer(), id, seen, mended, Never)
        ).ShouldBeOfType<Outcome<ChangeId>.Done>();
        (await world.View(id)).ShouldSatisfyAllConditions(
            v => v.Row.State.ShouldBe(ChangeState.Planning),
            v => v.Resources.ShouldHaveSingleItem().Wanted.ShouldBeOfType<TopicSpec>().Partitions.ShouldBe(1)
        );
    }

    [Fact]
    public async Task Lists_are_paged_by_key_and_found_by_topic()
    {
        var ids = new List<ChangeId>();
        foreach (var n in Enumerable.Range(1, 5))
        {
            ids.Add(await world.Submit(ChangeWorld.Draft($"paging_{n}")));
        }

        var list = world.Get<ChangeList>();
        var filter = new ChangeFilter(Search: "paging_");
        var first = await list.Page(filter, null, 3, Never);
        var second = await list.Page(filter, first[^1].Id, 3, Never);
        first.Concat(second).Select(r => r.Id).ShouldBe(ids.AsEnumerable().Reverse());
        (await list.Count(filter, Never)).ShouldBe(5);
        (await list.Page(new ChangeFilter(Search: "pagingX"), null, 3, Never)).ShouldBeEmpty();
        (
            await list.Page(new ChangeFilter(Name: "paging_2", States: [ChangeState.Planning]), null, 3, Never)
        ).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_change_is_found_by_the_name_that_lists_show_of_its_requester_also_among_what_waits()
    {
        var requester = (await world.Engineer()).Actor.Name;
        await world.Sql($"update person set name = 'Ada Lovelace' where handle = {requester}");
        var id = await world.Submit(ChangeWorld.Draft("requests.named"));
        await world.Plan(id, (SeededStructure.Payments, 1));

        var found = await world.Get<ChangeList>().Page(new ChangeFilter(Search: "lovelace"), null, 1, Never);
        var waiting = await world.Get<ChangeInbox>().For(await world.Approver(), "Lovelace", 1_000, Never);

        found.ShouldHaveSingleItem().Id.ShouldBe(id, "the newest of hers");
        found[0].RequestedByName.ShouldBe("Ada Lovelace");
        waiting.ShouldContain(row => row.Id == id);
    }

    private async Task<Refusal> Refused(ChangeDraft draft) =>
        (await world.Get<ChangeRequests>().Submit(await world.Engineer(), draft, Never))
            .ShouldBeOfType<Outcome<ChangeId>.Refused>()
            .Why;
}
