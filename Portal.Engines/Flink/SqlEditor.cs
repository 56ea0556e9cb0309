using Portal.Core.Jobs.Sql;

namespace Portal.Engines.Flink;

internal sealed class SqlEditor(SqlSession session) : ISqlEditor
{
    /// <summary>Tables and views.</summary>
    public Task Prepare(CancellationToken stop) => session.PrepareViews(stop);

    public async Task<IReadOnlyList<string>> Complete(StatementAt at, CancellationToken stop) =>
        [
            .. FlinkJson
                .List(await session.Calls.Complete(at.Text, at.Position, stop), "candidates")
                .Select(candidate => candidate.GetString() ?? ""),
        ];

    public async ValueTask DisposeAsync() => await session.Close();
}
