using Portal.LocalCluster;
using Portal.Tests.CrashMatrix;

namespace Portal.Tests;

/// <summary>
/// This assembly as a program: a worker of the crash matrix or a local cluster, in a process of its own that a test may
/// kill. The test runner doesn't come through here.
/// </summary>
internal static class TestProcess
{
    public const string Worker = "matrix-worker";
    public const string Cluster = "local-cluster";

    private static async Task<int> Main(string[] args)
    {
        ParentLine.Listen();
        await using var app = args switch
        {
            [Worker] => MatrixHost.Build(MatrixOrder.Read(Environment.GetEnvironmentVariable(MatrixOrder.Variable)!)),
            [Cluster, .. var options] => LocalClusterHost.Build(options),
            _ => throw new ArgumentException($"Not a program of the tests: {string.Join(' ', args)}", nameof(args)),
        };
        await app.RunAsync();
        return 0;
    }
}
