using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Workers.Applying.Steps.Jobs;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Where SQL would start without its state, no job is stopped to start from it, and a plan shows that its stop can't be taken back.</summary>
public sealed class StatelessReleaseTests
{
    private const string Run = "0123456789abcdef0123456789abcdef";
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums");
    private static readonly JobDefinition Sql = JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a").Definition;
    private static readonly StopJob Stop = new(On, Run, Sql);
    private static readonly StartJob FromState = new(On, Sql, From: null, Stopped: Run, Former: Sql);
    private static readonly StartJob Stateless = new(On, Sql, From: null, Former: Sql);
    private readonly ScriptedFlink _flink = new() { Stateless = "the SQL Gateway 1.19.2" };

    [Fact]
    public async Task A_job_is_not_stopped_to_start_from_a_state_that_would_be_ignored()
    {
        var refused = await Should.ThrowAsync<EngineException>(() => Stopped(FromState));

        refused.Fault.ShouldBe(EngineFault.Final);
        refused.Message.ShouldStartWith("sums can't start from a savepoint or checkpoint: the SQL Gateway 1.19.2");
    }

    // This Flink takes no stop: it would be sent.
    [Fact]
    public async Task One_that_starts_anew_or_not_at_all_is_stopped()
    {
        await Should.ThrowAsync<NotSupportedException>(() => Stopped(Stateless));
        await Should.ThrowAsync<NotSupportedException>(() => Stopped());
        await Should.ThrowAsync<NotSupportedException>(() =>
            Stopped(FromState with { On = On with { Name = "others" } })
        );
        _flink.Requests.ShouldNotContain("release");

        _flink.Stateless = null;
        await Should.ThrowAsync<NotSupportedException>(() => Stopped(FromState));
    }

    [Fact]
    public async Task A_plan_knows_what_is_in_the_way_of_its_start_or_of_taking_back_its_stop()
    {
        const string Gateway = "the SQL Gateway 1.19.2";

        (await Look(Stop, FromState)).ShouldBe((Gateway, null));
        (await Look(new StartJob(On, Sql, "file:/savepoints/1"))).ShouldBe((Gateway, null));
        (await Look(Stop, Stateless)).ShouldBe((null, Gateway));
        (await Look(Stop)).ShouldBe((null, Gateway));
        (await Look(Stateless)).ShouldBe((null, null));
        (await Look(Stop with { Definition = null })).ShouldBe((null, null));
    }

    [Fact]
    public async Task A_stop_is_planned_while_the_gateway_is_down_and_a_start_from_a_state_is_not()
    {
        _flink.AnswersOfReleases = () => throw new EngineException(EngineFault.Transient, "It can't be reached.");

        (await Look(Stop)).ShouldBe((null, null));
        await Should.ThrowAsync<EngineException>(() => Look(Stop, FromState));
    }

    private Task<(string? Start, string? WayBack)> Look(params Step[] steps) => StatelessLook.Of(_flink, steps, Never);

    private Task Stopped(params Step[] after) =>
        new StopJobHandler(_flink, null!, null!).Act(
            Stop,
            ScriptedFlink.Scope(TimeSpan.Zero, progress: null, [Stop, .. after]),
            Never
        );
}
