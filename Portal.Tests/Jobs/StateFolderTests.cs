using System.Runtime.InteropServices;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs;

/// <summary>Folders that Flink writes and the workers may not read: never taken for empty.</summary>
public sealed class StateFolderTests : IDisposable
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly RunFolder _folder = RunFolder.For("states");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Checkpoints_that_may_not_be_read_are_named_and_not_taken_for_none()
    {
        var run = Directory.CreateDirectory(Path.Combine(_folder.Path, "1f", "chk-1"));
        File.WriteAllText(Path.Combine(run.FullName, "_metadata"), "state");
        Folders.Of("sums", "1f").ShouldHaveSingleItem();
        Folders.Obstacle().ShouldBeNull();

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(run.Parent!.FullName, OwnerAlone);
        }

        var refused = Another.User(() => (EngineException)Record.Exception(() => Folders.Of("sums", "1f")));
        refused.Fault.ShouldBe(EngineFault.Transient, "it goes on when somebody gave the right");
        refused.Message.ShouldContain("The portal's workers may not look into the folders");
        refused.Message.ShouldContain(run.Parent!.FullName);
        Another.User(() => Folders.Obstacle()).ShouldNotBeNull().ShouldContain("may not look into");
    }

    [Fact]
    public void A_savepoint_that_may_not_be_read_is_named_and_not_taken_for_missing()
    {
        var portal = Directory.CreateDirectory(Path.Combine(_folder.Path, "portal"));
        Directory.CreateDirectory(Path.Combine(portal.FullName, "sums", "1f", "aa"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(portal.FullName, OwnerAlone);
        }

        Another
            .User(() => (EngineException)Record.Exception(() => Folders.SavepointOf(new("sums", "1f", "aa"))))
            .Message.ShouldContain("may not look into");
    }

    [Fact]
    public void A_folder_that_the_first_job_makes_is_not_needed_before_it_and_not_taken_for_empty_after_it()
    {
        var unmounted = new StateFolders($"{_folder.Path}/checkpoints", $"{_folder.Path}/savepoints");

        unmounted.AreHere.ShouldBeTrue();
        unmounted.Of("sums", "1f").ShouldBeNull();

        Directory.CreateDirectory(Path.Combine(_folder.Path, "checkpoints"));
        unmounted.Of("sums", "1f").ShouldNotBeNull().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "Flink has no folder for checkpoints (execution.checkpointing.dir).")]
    [InlineData("s3://flink", "Its folder for checkpoints, s3://flink, isn't on the workers' machines.")]
    [InlineData("file:///nowhere/at/all", "Its folder for checkpoints, file:///nowhere/at/all, isn't on the workers'")]
    public void A_folder_that_the_workers_have_not_is_named(string? checkpoints, string words) =>
        new StateFolders(checkpoints, _folder.Path).Obstacle().ShouldNotBeNull().ShouldStartWith(words);

    private StateFolders Folders => new($"file://{_folder.Path}", $"file://{_folder.Path}");

    /// <summary>What a user who isn't root may see: root may see all.</summary>
    private static class Another
    {
        private const int Nobody = 65_534;

        private static readonly SetFileUser Set = Marshal.GetDelegateForFunctionPointer<SetFileUser>(
            NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "setfsuid")
        );

        private delegate int SetFileUser(int user);

        /// <summary>On this thread alone.</summary>
        public static T User<T>(Func<T> look)
        {
            var root = Set(Nobody);
            try
            {
                return look();
            }
            finally
            {
                _ = Set(root);
            }
        }
    }
}
