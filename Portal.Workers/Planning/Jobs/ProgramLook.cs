using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Upgrades;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>
/// What becomes of the state of a program's operators. Flink tells the operators by running the program up to its execute(): so they are compared
/// only once both versions are approved, which is when the plan of an approved change is looked at again before its first step.
/// </summary>
public sealed class ProgramLook(ApprovedPrograms approvals, ProgramDelivery delivery, TimeProvider clock) : IKindService
{
    private static readonly TimeSpan UploadWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DeleteWithin = TimeSpan.FromSeconds(10);

    // As for the start.
    private static readonly ActBefore PlanWithin = new(() => TimeSpan.FromSeconds(20));

    /// <summary>Null where no other version of a program goes on from the state of one that ran.</summary>
    internal async Task<ProgramChange?> Of(IFlink flink, LiveJob? live, ResourcePlan plan, CancellationToken stop)
    {
        if (
            plan.Steps.OfType<StartJob>().SingleOrDefault()
                is not { Restored: null, Fork: null, Definition: { Program: not null } next } start
            || start is { Stopped: null, From: null }
            || live?.Definition is not { Program: not null } former
            || former == next
        )
        {
            return null;
        }

        if (await approvals.Of(plan.On, next.Program, stop) is not { } run)
        {
            return ProgramChange.NotApproved;
        }

        if (await approvals.Of(plan.On, former.Program, stop) is not { } formerRun)
        {
            return ProgramChange.NotKnown("the approval of the program that ran before isn't found any more.");
        }

        try
        {
            if (await flink.Job(live.JobId, stop) is not { } ran)
            {
                return ProgramChange.NotKnown("Flink doesn't know the run any more that left the state.");
            }

            var then = await Graph(flink, plan.On, former, formerRun, [.. ran.Operators.Select(o => o.Id)], stop);
            return then.To(await Graph(flink, plan.On, next, run, null, stop));
        }
        catch (EngineException failed)
        {
            return ProgramChange.NotKnown(failed.Message);
        }
    }

    // What wasn't at Flink before doesn't stay: a change that is planned may never be applied.
    private async Task<ProgramGraph> Graph(
        IFlink flink,
        ResourceRef on,
        JobDefinition definition,
        RunId approved,
        ImmutableHashSet<string>? chains,
        CancellationToken stop
    )
    {
        var program = definition.Program!;
        var secrets = await delivery.Secrets(program, approved, on, stop);
        var submission = new ProgramSubmission(on.Name, JobSubmission.NoJob, definition, program, secrets, From: null);
        var there = await flink.Jars.Find(program.Jars.Digest, stop);
        var jar = there ?? await Upload(flink, program.Jars, stop);
        try
        {
            return new(
                await flink.Jars.Operators(jar, submission, areChained: false, PlanWithin, stop),
                chains
                    ??
                    [
                        .. (await flink.Jars.Operators(jar, submission, areChained: true, PlanWithin, stop)).Select(o =>
                            o.Id
                        ),
                    ]
            );
        }
        finally
        {
            if (there is null)
            {
                await flink.Jars.Delete(jar, new(() => DeleteWithin), CancellationToken.None);
            }
        }
    }

    private async Task<string> Upload(IFlink flink, ProgramJars jars, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(UploadWithin, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            return await delivery.Upload(flink.Jars, jars, both.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new EngineException(
                EngineFault.Transient,
                $"the JAR {jars.InWords} could not be sent to Flink within {UploadWithin.TotalSeconds:0}\u00A0s."
            );
        }
    }
}
