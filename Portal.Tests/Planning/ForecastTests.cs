using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Tests.Schemas;
using Portal.Web.Api.Changes;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

/// <summary>A form's forecast beside the plan that binds: one planner, two sources.</summary>
public sealed class ForecastTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();
    private readonly HandHealth _health = new();
    private CountedJobs _jobs = null!;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _jobs = new(_world.Get<ITopicJobs>());
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_forecast_on_a_fresh_snapshot_is_the_plan_that_binds()
    {
        await _world.Manage("cast.grown", 3, ("retention.ms", "7200000"));
        await _world.Manage("cast.gone", 2);
        ResourceDraft[] asked =
        [
            Delete("cast.gone"),
            Update("cast.grown", 6, ("retention.ms", "3600000")),
            Create("cast.new", partitions: 60),
        ];
        await Show("cast.grown", "cast.gone");
        var forecast = (await Forecast(asked)).Proposal.ShouldBeOfType<PlanProposal.Ready>();
        var id = await _world.Ask(asked);
        await _world.PlanAll();
        var binding = await _world.View(id);
        var plan = binding.Plan.ShouldNotBeNull();
        CoreJson.Write(forecast.Body.Steps).ShouldBe(CoreJson.Write(plan.Steps));
        forecast.Risk.Reasons.ShouldBe(plan.RiskReasons);
        forecast.Findings.Select(f => (f.Name, f.Verdict)).ShouldBe(binding.Checks.Select(c => (c.Name, c.Verdict)));
        forecast
            .Approvals.Select(a => (a.Title, a.Quorum, a.IsOverride))
            .ShouldBe(binding.Approvals.Select(a => (a.Title, a.Quorum, a.IsOverride)));
    }

    [Fact]
    public async Task A_forecast_of_a_cut_names_the_suspended_job_that_its_plan_names()
    {
        await _world.Manage("cast.cut", configs: ("retention.ms", "7200000"));
        await _world.Record(
            JobKind.Word,
            "sums",
            JobWorlds.Spec(JobWorlds.Copy("cast.cut", "cast.elsewhere"), JobDesired.Suspended)
        );
        _world.Kafka.Write("cast.cut", 10);
        _world.Kafka.Old = _ => 4;
        await Show(records: 10, "cast.cut");
        var asked = Update("cast.cut", 3, ("retention.ms", "3600000"));

        var forecast = (await Forecast(asked)).Proposal.ShouldBeOfType<PlanProposal.Ready>();

        var id = await _world.Ask(asked);
        await _world.PlanAll();
        var checks = (await _world.View(id)).Checks;
        forecast.Findings.Select(f => (f.Name, f.Verdict)).ShouldBe(checks.Select(c => (c.Name, c.Verdict)));
        forecast
            .Findings.Single(f => f.Name == "unread · cast.cut")
            .Words.ShouldBe(
                "It is unknown whether these consumer groups have read what is deleted: flink-sums of the suspended job sums."
            );
    }

    [Fact]
    public async Task A_forecast_looks_for_jobs_once_and_only_where_records_go()
    {
        await _world.Manage("cast.first", 3, ("retention.ms", "7200000"));
        await _world.Manage("cast.second", 3, ("retention.ms", "7200000"));
        await Show("cast.first", "cast.second");

        await Ready("7200000");
        _jobs.Reads.ShouldBe(0);
        await Ready("3600000");
        _jobs.Reads.ShouldBe(1);

        async Task Ready(string retention) =>
            (
                await Forecast(
                    Update("cast.first", 6, ("retention.ms", retention)),
                    Update("cast.second", 6, ("retention.ms", retention))
                )
            ).Proposal.ShouldBeOfType<PlanProposal.Ready>();
    }

    [Fact]
    public async Task An_update_that_differs_only_by_a_setting_that_the_cluster_lacks_changes_nothing_and_notes_it()
    {
        const string note = "cast.ignored: The cluster has no such setting, so it isn't set: min.insync.replicas.";
        _world.Kafka.Shown = WithDefault;
        await _world.Manage("cast.ignored");
        await Show("cast.ignored");
        var asked = Update("cast.ignored", 3, ("min.insync.replicas", "2"));

        var forecast = await Forecast(asked);

        ForecastDto
            .Of(forecast, ImmutableDictionary<ClusterId, string>.Empty)
            .Words.ShouldBe($"Nothing would change. {note}");
        var id = await _world.Ask(asked);
        await _world.PlanAll();
        var view = await _world.View(id);
        view.Row.State.ShouldBe(ChangeState.Applied);
        view.Timeline.ShouldContain(e => e.Words == $"Nothing changes on the cluster. {note}");
    }

    [Fact]
    public async Task A_forecast_names_who_else_is_at_the_topic()
    {
        await _world.Manage("cast.shared");
        await _world.Ask(Update("cast.shared", 4));
        await Show("cast.shared");
        var forecast = (await Forecast(Update("cast.shared", 5))).Proposal.ShouldBeOfType<PlanProposal.Ready>();
        forecast.Findings.ShouldContain(f => f.Name == Checks.OtherChangesCheck && f.Verdict == CheckVerdict.Noted);
    }

    [Fact]
    public async Task A_cluster_nobody_has_read_yet_gives_a_forecast_that_says_so()
    {
        var forecast = await Forecast(Create("cast.early"));
        forecast.SeenAt.ShouldBeNull();
        forecast.Proposal.ShouldBeOfType<PlanProposal.Ready>();
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public async Task A_forecast_is_as_old_as_the_oldest_that_it_was_made_from_and_of_no_age_where_one_was_never_read(
        int newest,
        bool isRead
    )
    {
        var then = new DateTimeOffset(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);
        await _world.AddRegistry();
        await _world.ReadRegistry();
        await _world.SeeVersion("orders-value", 1, 1);
        await using (var db = await _world.Open())
        {
            db.Add(
                new SeenSubject
                {
                    ClusterId = await SeenWorlds.Dev(db),
                    Name = "orders-value",
                    Newest = newest,
                    FirstSeenAt = then,
                    SeenAt = then,
                    IsUnread = true,
                }
            );
            await db.SaveChangesAsync();
        }

        var text = SchemaWorlds.Order("id");
        var forecast = await Forecast(
            SchemaWorlds.Register("carts-value", text),
            SchemaWorlds.Register("orders-value", text)
        );

        forecast.Problems.ShouldBeEmpty();
        forecast.SeenAt.ShouldBe(isRead ? then : (DateTimeOffset?)null);
    }

    [Fact]
    public async Task A_text_that_an_older_version_has_is_as_impossible_in_a_forecast_as_in_its_plan()
    {
        const string subject = "cast-again-value";
        await _world.AddRegistry();
        await _world.ManageSchema(subject, SchemaWorlds.Order("id"));
        await _world.LookAtRegistries();
        await _world.RegisterBehindUs(subject, SchemaWorlds.Order("id", SchemaWorlds.Optional("note")));
        await _world.LookAtRegistries();
        var asked = SchemaWorlds.Change(subject, SchemaWorlds.Order("id"));

        var forecast = (await Forecast(asked)).Proposal.ShouldBeOfType<PlanProposal.Impossible>();

        var id = await _world.Ask(asked);
        await _world.PlanAll();
        var change = (await _world.View(id)).Row;
        change.State.ShouldBe(ChangeState.ChangesRequested);
        forecast.Words.ShouldContain($"as version 1 of {subject} already");
        change.StatusMessage.ShouldBe(forecast.Words);
    }

    [Fact]
    public async Task Whoever_edited_a_request_before_is_not_named_as_an_approver_of_its_next_edit()
    {
        var draft = Create("cast.again", cluster: "prod");
        var id = await _world.Ask(draft);
        var grace = await _world.Person(Role.Approver, SeededStructure.Payments);
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"update change set authors = array_append(authors, {grace.Actor.Name}) where id = {id.Value}"
            );
        }

        (await Approvers(null)).ShouldContain(grace.DisplayName);
        (await Approvers(id)).ShouldNotContain(grace.DisplayName);

        async Task<IEnumerable<string>> Approvers(ChangeId? replaces) =>
            (await Forecast([draft], replaces)).Approvals.SelectMany(step => step.CanApprove);
    }

    private Task<Forecast> Forecast(params ResourceDraft[] asked) => Forecast(asked, replaces: null);

    private async Task<Forecast> Forecast(ResourceDraft[] asked, ChangeId? replaces) =>
        await new Forecasts(
            _world.Stores,
            TestKinds.All,
            [
                new TopicPreview(_health, new NoTopicAccess(), _jobs),
                new SchemaPreview(_world.Stores, TimeProvider.System),
            ],
            Options.Create(new RequestOptions()),
            TimeProvider.System
        ).Of(
            await _world.Person(Role.Member, SeededStructure.Payments),
            new ChangeDraft("", "needed", SeededStructure.Payments, asked),
            replaces,
            CancellationToken.None
        );

    private Task Show(params string[] topics) => Show(records: 0, topics);

    private async Task Show(long records, params string[] topics)
    {
        await using var db = await _world.Open();
        var dev = db.Set<Cluster>().Single(c => c.Name == "dev");
        var now = TimeProvider.System.GetUtcNow();
        var seen = new List<TopicSnapshot>();
        foreach (var name in topics)
        {
            seen.Add(Seen((await _world.Live(name))!, records, now));
        }

        _health.Show(
            new ClusterSnapshot(
                dev.Id,
                dev.Name,
                dev.Environment,
                dev.Region,
                false,
                1,
                new CollectorSnapshot(null, now, now, TimeSpan.Zero, 1, TimeSpan.FromSeconds(10), null, 0),
                [new BrokerSnapshot(1, "fake", 1, null, true, true, now)],
                seen.ToImmutableSortedDictionary(t => t.Name, t => t, StringComparer.Ordinal),
                ImmutableSortedDictionary<string, GroupSnapshot>.Empty
            )
        );
    }

    // Whoever shows a topic's defaults shows all settings that there are.
    private static LiveTopic? WithDefault(LiveTopic? topic) =>
        topic is null
            ? null
            : topic with
            {
                Configs = topic.Configs.SetItem("cleanup.policy", new LiveConfig("delete", IsDefault: true)),
            };

    private static TopicSnapshot Seen(LiveTopic live, long records, DateTimeOffset now) =>
        new(
            live.Name,
            live.TopicId,
            live.Replication,
            live.IsInternal,
            live.Configs,
            LagStatus.Unknown,
            0,
            records,
            0,
            0,
            [
                .. Enumerable
                    .Range(0, live.Partitions)
                    .Select(p => new PartitionSnapshot
                    {
                        Partition = p,
                        Leader = 1,
                        InSync = 1,
                        First = 0,
                        End = 0,
                        Stable = 0,
                        ProducedPerSecond = 0,
                        Answered = true,
                    }),
            ],
            [],
            now,
            now
        );

    private sealed class CountedJobs(ITopicJobs jobs) : ITopicJobs
    {
        public int Reads { get; private set; }

        public Task<ILookup<string, TopicJob>> Of(
            ClusterId cluster,
            IReadOnlyCollection<string> topics,
            IReadOnlyCollection<Step> planned,
            CancellationToken stop
        )
        {
            Reads++;
            return jobs.Of(cluster, topics, planned, stop);
        }
    }
}
