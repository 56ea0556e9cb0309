using Portal.Tests.CrashMatrix;
using Portal.Tests.Kit;

namespace Portal.Tests;

/// <summary>
/// This assembly as a program: workers of the crash matrix in a process of its own that a test may kill, or the run's local clusters. The
/// test runner doesn't come through here.
/// </summary>
internal static class TestProcess
{
    public const string Worker = "matrix-worker";
    public const string Clusters = "local-clusters";

    private static Task Main(string[] args) =>
        args switch
        {
            [Worker] => ServeMatrix(),
            [Clusters] => SharedClustersProgram.Serve(),
            _ => throw new ArgumentException($"Not a program of the tests: {string.Join(' ', args)}", nameof(args)),
        };

    private static async Task ServeMatrix()
    {
        ParentLine.Listen();
        await MatrixHost.Warm();
        while (true)
        {
            _ = MatrixHost.Serve(await ParentLine.NextOrder());
        }
    }
}
