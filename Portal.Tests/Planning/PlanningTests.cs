using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

public sealed class PlanningTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_cluster_that_is_away_is_asked_again_until_it_answers()
    {
        var isAway = true;
        _world.Kafka.Fault = _ => Volatile.Read(ref isAway) ? new(EngineFault.Transient, "nobody answers") : null;
        await _world.StartWorker();
        var id = await _world.Ask(Create("plan.away"));
        await Deadline.Until(async () =>
        {
            await using var db = await _world.Open();
            return db.Set<PlanningRun>().Any(r => r.FirstFailedAt != null && r.StatusMessage == "nobody answers");
        });
        Volatile.Write(ref isAway, false);
        await _world.Reaches(id, ChangeState.Applied);
    }

    [Fact]
    public async Task Planning_that_fails_for_too_long_is_given_up_and_may_be_asked_for_again()
    {
        _world.Kafka.Fault = _ => new(EngineFault.Transient, "nobody answers");
        await _world.StartWorker(null, ("Portal:Planning:GiveUpAfter", "00:00:01"));
        var id = await _world.Ask(Create("plan.gone"));
        (await _world.Reaches(id, ChangeState.PlanFailed)).Row.StatusMessage.ShouldBe(
            "No plan could be computed: nobody answers"
        );
        _world.Kafka.Fault = _ => null;
        var asker = await _world.Person(Core.Teams.Role.Member, Core.Evaluation.SeededStructure.Payments);
        await _world.Get<ChangeStops>().PlanAgain(asker, id, CancellationToken.None);
        await _world.Reaches(id, ChangeState.Applied);
    }

    [Fact]
    public async Task What_Kafka_would_refuse_is_said_when_it_is_planned()
    {
        await _world.StartWorker();
        var id = await _world.Ask(Create("plan.replicated", replication: 3));
        (await _world.Reaches(id, ChangeState.ChangesRequested)).Row.StatusMessage!.ShouldContain(
            "only one broker is there"
        );
        _world.Kafka.Acts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_topic_that_was_made_meanwhile_is_told_to_the_requester()
    {
        await _world.StartWorker();
        _world.Kafka.Put("plan.there", partitions: 9);
        var id = await _world.Ask(Create("plan.there"));
        var view = await _world.Reaches(id, ChangeState.ChangesRequested);
        view.Row.StatusMessage!.ShouldContain("already exists, with 9 partitions");
        view.Timeline.Count(entry => entry.Words == view.Row.StatusMessage).ShouldBe(1, "it is said once");
    }

    [Fact]
    public async Task A_group_that_reads_what_is_to_be_deleted_adds_an_override()
    {
        await _world.Manage("plan.read");
        _world.Kafka.Write("plan.read", 10);
        _world.Readers.Readers = [new("billing", 2, null, false)];
        await _world.StartWorker();
        var view = await _world.Reaches(await _world.Ask(Delete("plan.read")), ChangeState.PendingApproval);
        view.Approvals.ShouldContain(a => a.IsOverride);
        view.Checks.ShouldContain(c => c.Verdict == CheckVerdict.NeedsOverride && c.Words.Contains("billing"));
        view.Plan!.Evidence.Resources.ShouldHaveSingleItem().ShouldBeOfType<TopicEvidence>().Records.ShouldBe(10);
    }

    [Fact]
    public async Task A_job_that_names_what_is_to_be_deleted_adds_an_override()
    {
        await _world.Manage("plan.used");
        await _world.Record(
            JobKind.Word,
            "sums",
            JobWorlds.Spec(JobWorlds.Copy("plan.used", "plan.elsewhere"), JobDesired.Suspended)
        );
        await _world.StartWorker();

        var view = await _world.Reaches(await _world.Ask(Delete("plan.used")), ChangeState.PendingApproval);

        view.Approvals.ShouldContain(a => a.IsOverride);
        view.Checks.ShouldContain(c =>
            c.Verdict == CheckVerdict.NeedsOverride && c.Words.StartsWith("job sums of payments reads it.")
        );
        view.Plan!.Evidence.Resources.ShouldHaveSingleItem()
            .ShouldBeOfType<TopicEvidence>()
            .Jobs.ShouldBe([
                new TopicJob("dev", "sums", "payments", Reads: true, Writes: false, IsSuspended: true)
                {
                    Group = "flink-sums",
                },
            ]);
    }

    [Fact]
    public async Task What_a_retention_cut_would_take_is_asked_of_the_cluster()
    {
        await _world.Manage("plan.cut", configs: ("retention.ms", "7200000"));
        _world.Kafka.Write("plan.cut", 10);
        _world.Kafka.Old = _ => 4;
        var id = await _world.Ask(Update("plan.cut", 3, ("retention.ms", "3600000")));
        await _world.PlanAll();
        var plan = (await _world.View(id)).Plan!;
        plan.Evidence.Resources.ShouldHaveSingleItem().ShouldBeOfType<TopicEvidence>().DataLoss.Records.ShouldBe(4);
        plan.RiskReasons.ShouldContain(r => r.Words.StartsWith("About 4 of the 10 records in plan.cut"));
    }

    [Theory]
    [InlineData("retention.bytes", "2000", "1000", null)]
    [InlineData("retention.ms", "7200000", "3600000", 4L)]
    public async Task Bytes_on_disk_tell_nothing_of_what_a_cut_takes_with_tiered_storage(
        string limit,
        string before,
        string after,
        long? records
    )
    {
        await _world.Manage("plan.tiered", configs: (limit, before));
        _world.Kafka.Change(
            "plan.tiered",
            live =>
                live with
                {
                    Configs = live.Configs.Add("remote.storage.enable", new LiveConfig("true", IsDefault: false)),
                }
        );
        _world.Kafka.Write("plan.tiered", 10);
        _world.Kafka.Old = _ => 4;
        var id = await _world.Ask(Update("plan.tiered", 3, (limit, after)));
        await _world.PlanAll();

        (await _world.View(id))
            .Plan!.Evidence.Resources.ShouldHaveSingleItem()
            .ShouldBeOfType<TopicEvidence>()
            .DataLoss.ShouldBe(new DataLossEstimate(records, null));
    }

    [Fact]
    public async Task A_cut_of_what_a_group_has_not_read_adds_an_override()
    {
        await _world.Manage("plan.unread", configs: ("retention.ms", "7200000"));
        _world.Kafka.Write("plan.unread", 10);
        _world.Kafka.Old = _ => 4;
        _world.Readers.Readers = [new("audit", 1, null, false), new("billing", 0, null, false)];
        _world.Readers.Committed = new Dictionary<string, IReadOnlyDictionary<int, long>>
        {
            ["audit"] = new Dictionary<int, long> { [0] = 4 },
            ["billing"] = new Dictionary<int, long> { [0] = 1 },
        };
        var id = await _world.Ask(Update("plan.unread", 3, ("retention.ms", "3600000")));
        await _world.PlanAll();

        var view = await _world.View(id);
        view.Approvals.ShouldContain(a => a.IsOverride);
        view.Checks.ShouldContain(c =>
            c.Name == "unread · plan.unread"
            && c.Verdict == CheckVerdict.NeedsOverride
            && c.Words == "Records are deleted that consumer groups haven't read: billing (about 3 records)."
        );
    }

    [Fact]
    public async Task A_cut_of_what_a_suspended_job_goes_on_from_adds_an_override_where_its_group_has_no_commits()
    {
        await _world.Manage("plan.suspended", configs: ("retention.ms", "7200000"));
        await _world.Record(
            JobKind.Word,
            "sums",
            JobWorlds.Spec(JobWorlds.Copy("plan.suspended", "plan.elsewhere"), JobDesired.Suspended)
        );
        _world.Kafka.Write("plan.suspended", 10);
        _world.Kafka.Old = _ => 4;
        var id = await _world.Ask(Update("plan.suspended", 3, ("retention.ms", "3600000")));
        await _world.PlanAll();

        var view = await _world.View(id);
        view.Approvals.ShouldContain(a => a.IsOverride);
        var check = view.Checks.Single(c => c.Name == "unread · plan.suspended");
        check.Verdict.ShouldBe(CheckVerdict.Unknown);
        check.Words.ShouldContain("flink-sums of the suspended job sums");
    }

    [Fact]
    public async Task A_cut_of_what_a_suspended_program_goes_on_from_is_noted_without_an_override()
    {
        await _world.Manage("plan.program", configs: ("retention.ms", "7200000"));
        var spec = JobWorlds.Spec("", JobDesired.Suspended);
        await _world.Record(
            JobKind.Word,
            "pricing",
            spec with
            {
                Definition = spec.Definition with
                {
                    Program = new JobProgram(new('a', 64), null, [], [], ["dev.plan.program"]),
                },
            }
        );
        _world.Kafka.Write("plan.program", 10);
        _world.Kafka.Old = _ => 4;
        var id = await _world.Ask(Update("plan.program", 3, ("retention.ms", "3600000")));
        await _world.PlanAll();

        var view = await _world.View(id);
        view.Approvals.ShouldNotContain(a => a.IsOverride);
        var check = view.Checks.Single(c => c.Name == "unread · plan.program");
        check.Verdict.ShouldBe(CheckVerdict.Noted);
        check.Words.ShouldEndWith("suspended jobs isn't known, nor what they have read: pricing.");
    }

    [Fact]
    public async Task The_audit_names_a_plan_that_nobody_votes_on_as_it_is_checked_and_as_its_run_begins()
    {
        var id = await _world.Ask(Create("plan.named"));
        await _world.PlanAll();
        await _world.ApplyAll();

        await using var db = await _world.Open();
        var plan = await db.Set<Plan>().SingleAsync(p => p.ChangeId == id);
        var evidence = await db
            .Database.SqlQuery<string>(
                $"""
                select encode(sha256(convert_to(evidence::text, 'UTF8')), 'hex') as "Value"
                from plan where change_id = {id.Value}
                """
            )
            .SingleAsync();
        string[] kinds = ["plan.checked", "run.started"];
        var kept = await db.Set<AuditEvent>()
            .Where(e => e.ChangeId == id && kinds.Contains(e.Kind))
            .Select(e => e.Data)
            .ToListAsync();
        kept.Count.ShouldBe(2);
        foreach (var data in kept)
        {
            var record = JsonSerializer.Deserialize<JsonElement>(data.ShouldNotBeNull());
            record.GetProperty("plan").GetInt32().ShouldBe(1);
            record.GetProperty("hash").GetString().ShouldBe(plan.Hash);
            record.GetProperty("riskScore").GetInt32().ShouldBe(plan.RiskScore);
            record.GetProperty("requiredApprovals").GetInt32().ShouldBe(0);
            record.GetProperty("evidence").GetString().ShouldBe(evidence);
        }
    }

    [Fact]
    public async Task The_same_live_state_and_the_same_wish_give_the_same_bytes()
    {
        await _world.Manage("plan.same");
        var first = await _world.Ask(Update("plan.same", 6));
        var second = await _world.Ask(Update("plan.same", 6));
        await _world.PlanAll();
        var hashes = new[] { (await _world.View(first)).Plan!.Hash, (await _world.View(second)).Plan!.Hash };
        hashes.Distinct().ShouldHaveSingleItem();
        (await _world.View(second)).Checks.ShouldContain(c =>
            c.Name == "other changes" && c.Verdict == CheckVerdict.Noted
        );
    }
}
