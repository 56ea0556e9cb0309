namespace Portal.LocalCluster.Broker;

/// <summary>
/// What large requests and their answers may take at once. Two budgets, so that nobody waits for room that is held by
/// those who wait: a request waits for its answer's while it holds its own, and who holds an answer's waits for nothing
/// but the client, and for that not long.
/// </summary>
public sealed record ClusterMemory(ByteBudget Requests, ByteBudget Answers);

/// <summary>One answer's room, from before it is read off the disk until its client has it or is closed.</summary>
public sealed class AnswerRoom(ByteBudget answers) : IDisposable
{
    private ByteBudget.Share _share;

    public async ValueTask Take(long bytes, CancellationToken stop) => _share = await answers.Take(bytes, stop);

    public void Dispose() => _share.Dispose();
}
