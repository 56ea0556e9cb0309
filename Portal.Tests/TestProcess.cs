using Portal.Tests.CrashMatrix;

namespace Portal.Tests;

/// <summary>
/// This assembly as a program: workers of the crash matrix in a process of its own that a test may kill. The test runner
/// doesn't come through here.
/// </summary>
internal static class TestProcess
{
    public const string Worker = "matrix-worker";

    private static async Task Main(string[] args)
    {
        if (args is not [Worker])
        {
            throw new ArgumentException($"Not a program of the tests: {string.Join(' ', args)}", nameof(args));
        }

        ParentLine.Listen();
        await MatrixHost.Warm();
        while (true)
        {
            _ = MatrixHost.Serve(await ParentLine.NextOrder());
        }
    }
}
