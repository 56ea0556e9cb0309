using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Asked = System.Collections.Concurrent.ConcurrentDictionary<
    (object As, string Question, string Subject, int Version),
    System.Lazy<System.Threading.Tasks.Task>
>;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>
/// What one look at all clusters asks of one registry: each question is sent once, for whichever cluster asks it first and by its client. Who asks later gets
/// the same answer, or the same failure. Only that a cluster was registered anew meanwhile, which closes its client, is no answer for another: that one asks
/// by its own client.
/// </summary>
/// <param name="registry">The cluster's own client.</param>
/// <param name="asked">What was asked in this look, of all registries.</param>
internal sealed class SharedAnswers(ISchemaRegistry registry, Asked asked)
{
    public Task<CompatibilityLevel?> GlobalLevel(CancellationToken stop) =>
        Once(nameof(GlobalLevel), "", 0, () => registry.GlobalLevel(stop));

    public Task<IReadOnlyList<string>> Subjects(CancellationToken stop) =>
        Once(nameof(Subjects), "", 0, () => registry.Subjects(stop));

    public Task<IReadOnlyList<int>> Versions(string subject, CancellationToken stop) =>
        Once(nameof(Versions), subject, 0, () => registry.Versions(subject, stop));

    public Task<RegisteredSchema?> Version(string subject, int version, CancellationToken stop) =>
        Once(nameof(Version), subject, version, () => registry.Version(subject, version, evenDeleted: false, stop));

    public Task<CompatibilityLevel?> Level(string subject, CancellationToken stop) =>
        Once(nameof(Level), subject, 0, () => registry.Level(subject, stop));

    private async Task<T> Once<T>(string question, string subject, int version, Func<Task<T>> ask)
    {
        var key = (registry.As, question, subject, version);
        var own = new Lazy<Task>(ask);
        while (true)
        {
            var first = asked.GetOrAdd(key, own);
            try
            {
                return await (Task<T>)first.Value;
            }
            catch (EngineException failure) when (failure.IsReregistered && first != own)
            {
                asked.TryRemove(new(key, first));
            }
        }
    }
}
