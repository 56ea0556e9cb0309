namespace Portal.Tests.CrashMatrix;

/// <summary>What is done once, when as many as were expected have come; they wait until it is done.</summary>
public sealed class Meeting(int missing, Func<Task> then)
{
    // Longer than a worker may take to its moment: the cell that is late says so itself, and is waited for no more.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(8);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = missing;

    public Task Arrive()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _ = End();
        }

        return _over.Task.WaitAsync(Longest);
    }

    private async Task End()
    {
        try
        {
            await then();
            _over.SetResult();
        }
        catch (Exception failure)
        {
            _over.SetException(failure);
        }
    }
}
