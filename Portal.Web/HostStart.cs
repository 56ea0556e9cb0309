namespace Portal.Web;

/// <summary>What has to wait for the addresses and routes of a web that starts.</summary>
internal static class HostStart
{
    /// <summary>Done once the host has started.</summary>
    public static async Task Started(this IHostApplicationLifetime host, CancellationToken stop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stop);
    }
}
