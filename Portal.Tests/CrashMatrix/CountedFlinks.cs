using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Upgrades;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Tests.CrashMatrix;

/// <summary>Notes every act that reached a Flink in a file that all workers of a cell share.</summary>
public sealed class CountedFlinks(IFlinkClusters inner, string file, IHook hook) : IFlinkClusters
{
    public async Task<IFlink> Open(ClusterId cluster, CancellationToken stop) =>
        new Counted(await inner.Open(cluster, stop), file, hook);

    private sealed class CountedJars(IFlinkJars inner, NotedActs acts) : IFlinkJars
    {
        public Task<string?> Refusal(CancellationToken stop) => inner.Refusal(stop);

        public Task<string?> Find(string digest, CancellationToken stop) => inner.Find(digest, stop);

        public Task<string> Upload(string digest, Stream content, CancellationToken stop) =>
            acts.Note(nameof(Upload), () => inner.Upload(digest, content, stop));

        public Task Delete(string id, ActBefore deadline, CancellationToken stop) =>
            acts.Note(nameof(Delete), () => inner.Delete(id, deadline, stop));

        public Task<ImmutableArray<ProgramOperator>> Operators(
            string jar,
            ProgramSubmission submission,
            bool areChained,
            ActBefore deadline,
            CancellationToken stop
        ) => inner.Operators(jar, submission, areChained, deadline, stop);

        public Task<string> Run(string jar, ProgramSubmission submission, ActBefore deadline, CancellationToken stop) =>
            acts.Note(nameof(Run), () => inner.Run(jar, submission, deadline, stop));
    }

    private sealed class Counted(IFlink inner, string file, IHook hook) : IFlink
    {
        private readonly NotedActs _acts = new(file);

        public IFlinkJars Jars { get; } = new CountedJars(inner.Jars, new(file));

        // What a claim asks first.
        public async Task<FlinkOverview> Overview(CancellationToken stop)
        {
            await hook.At(Moment.TheClaim);
            return await inner.Overview(stop);
        }

        public Task<IReadOnlyList<FlinkJob>> Jobs(CancellationToken stop) => inner.Jobs(stop);

        public Task<FlinkJobDetail?> Job(string jobId, CancellationToken stop) => inner.Job(jobId, stop);

        public Task<FlinkCheckpoints?> Checkpoints(string jobId, CancellationToken stop) =>
            inner.Checkpoints(jobId, stop);

        public Task<CheckpointSettings?> CheckpointSettings(string jobId, CancellationToken stop) =>
            inner.CheckpointSettings(jobId, stop);

        public Task<IReadOnlyList<JobException>> Exceptions(string jobId, CancellationToken stop) =>
            inner.Exceptions(jobId, stop);

        public Task<TimeSpan?> LastStart(string jobId, FlinkJobDetail job, CancellationToken stop) =>
            inner.LastStart(jobId, job, stop);

        public Task<FlinkGauges> Gauges(
            string jobId,
            ImmutableArray<FlinkOperator> operators,
            CancellationToken stop
        ) => inner.Gauges(jobId, operators, stop);

        public Task<ImmutableDictionary<string, DateTimeOffset?>> Watermarks(
            string jobId,
            ImmutableArray<JobOperator> operators,
            CancellationToken stop
        ) => inner.Watermarks(jobId, operators, stop);

        public Task<ImmutableDictionary<string, long>> LateRows(
            string jobId,
            ImmutableArray<JobOperator> operators,
            CancellationToken stop
        ) => inner.LateRows(jobId, operators, stop);

        public Task<JobDefinition?> Definition(string jobId, CancellationToken stop) => inner.Definition(jobId, stop);

        public Task<bool> SeesStates(CancellationToken stop) => inner.SeesStates(stop);

        public Task<IReadOnlyList<StoredState>?> States(string job, string jobId, CancellationToken stop) =>
            inner.States(job, jobId, stop);

        public Task<StoredSavepoint?> SavepointOf(JobSavepoint stopped, CancellationToken stop) =>
            inner.SavepointOf(stopped, stop);

        public Task<PreviewOutcome> Preview(
            JobSubmission submission,
            SqlStatement query,
            PreviewOptions limits,
            CancellationToken stop
        ) => inner.Preview(submission, query, limits, stop);

        public Task<SqlExplanation> Explain(JobSubmission submission, CancellationToken stop) =>
            inner.Explain(submission, stop);

        public Task<ISqlEditor> Edit(JobSubmission submission, CancellationToken stop) => inner.Edit(submission, stop);

        public Task<string> Submit(JobSubmission submission, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(Submit), () => inner.Submit(submission, deadline, stop));

        public Task<string?> StatelessRelease(CancellationToken stop) => inner.StatelessRelease(stop);

        public Task<GatewayRun?> AtGateway(string jobId, CancellationToken stop) => inner.AtGateway(jobId, stop);

        public Task Stop(JobSavepoint stopped, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(Stop), () => inner.Stop(stopped, deadline, stop));

        public Task Fork(JobSavepoint savepoint, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(Fork), () => inner.Fork(savepoint, deadline, stop));

        public Task<bool> IsTaking(JobSavepoint savepoint, CancellationToken stop) => inner.IsTaking(savepoint, stop);

        public Task<string?> DeleteSavepoint(string path, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(DeleteSavepoint), () => inner.DeleteSavepoint(path, deadline, stop));

        public Task Cancel(string jobId, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(Cancel), () => inner.Cancel(jobId, deadline, stop));
    }
}
