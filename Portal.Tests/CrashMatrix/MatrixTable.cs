using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.CrashMatrix;

/// <summary>The table of what was played, in the test's output and in <c>TestResults/</c>.</summary>
public static class MatrixTable
{
    /// <summary>Shows the table, and fails when a cell of it is red.</summary>
    public static void ShouldBeGreen(IReadOnlyList<Played> played, string name, ITestOutputHelper output)
    {
        Show(played, name, output);
        played.ShouldAllBe(p => p.Red == null, Matrix.Table(played));
    }

    public static void Show(IReadOnlyList<Played> played, string name, ITestOutputHelper output)
    {
        var table = Matrix.Table(played);
        output.WriteLine(table);
        var folder = Directory.CreateDirectory(Repository.PathOf("TestResults"));
        File.WriteAllText(Path.Combine(folder.FullName, $"crash-matrix-{name}.txt"), table);
    }
}
