using System.IO.Compression;
using System.Text;
using Portal.Core;
using Portal.Core.Jobs.Artifacts;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>A program's JAR with its dependencies in it, as Flink gets it.</summary>
public sealed class ComposedJarTests
{
    private static readonly TestJar Program = TestJar.Of("a.Main", "a.Main");
    private static readonly TestJar Rules = TestJar.Of(null, "b.Rules");
    private static readonly TestJar Prices = TestJar.Of(null, "c.Prices");

    [Fact]
    public async Task The_programs_JAR_stays_byte_by_byte_and_its_dependencies_lie_in_lib_as_they_are()
    {
        var composed = await Composed(Program, Rules, Prices);

        var kept = BitConverter.ToInt32(Program.Bytes, Program.Bytes.Length - 6);
        composed[..kept].ShouldBe(Program.Bytes[..kept]);
        Entries(composed)
            .ShouldBe([
                .. Entries(Program.Bytes),
                ($"lib/{Rules.Digest[..12]}-1.jar", Hex(Rules.Bytes)),
                ($"lib/{Prices.Digest[..12]}-2.jar", Hex(Prices.Bytes)),
            ]);
        using var zip = new ZipArchive(new MemoryStream(composed));
        zip.Entries.Where(e => e.FullName.StartsWith("lib/", StringComparison.Ordinal))
            .ShouldAllBe(e => e.CompressedLength == e.Length && e.LastWriteTime.Year == 1980);
    }

    [Fact]
    public async Task The_same_JARs_in_the_same_order_are_the_same_JAR_and_in_another_order_another()
    {
        var composed = await Composed(Program, Rules, Prices);

        (await Composed(Program, Rules, Prices)).ShouldBe(composed);
        (await Composed(Program, Prices, Rules)).ShouldNotBe(composed);
    }

    [Fact]
    public async Task It_is_a_JAR_that_is_looked_into_as_any_other_and_can_have_dependencies_again()
    {
        var composed = new TestJar(await Composed(Program, Rules));

        using var content = composed.Open();
        var facts = (await JarFile.Read(content, CancellationToken.None))
            .ShouldBeOfType<Outcome<JarFacts>.Done>()
            .Value;
        (facts.MainClass, string.Join(' ', facts.Classes)).ShouldBe(("a.Main", "a.Main"));
        Entries(await Composed(composed, Prices))
            .Select(e => e.Name)
            .ShouldBe([
                "META-INF/MANIFEST.MF",
                "a/Main.class",
                $"lib/{Rules.Digest[..12]}-1.jar",
                $"lib/{Prices.Digest[..12]}-1.jar",
            ]);
    }

    [Fact]
    public async Task A_lib_of_the_programs_own_stays_whatever_its_files_are_called()
    {
        var first = $"lib/{Rules.Digest[..12]}-1.jar";
        var program = TestJar.Zip(
            ("META-INF/MANIFEST.MF", TestJar.Manifest("a.Main")),
            ("a/Main.class", [1]),
            (first, [7]),
            ("lib/own.jar", [8])
        );

        var entries = Entries(await Composed(program, Rules));

        entries.ShouldContain((first, "07"));
        entries.ShouldContain(("lib/own.jar", "08"));
        entries.ShouldContain(($"lib/{Rules.Digest[..12]}-2.jar", Hex(Rules.Bytes)));
    }

    [Fact]
    public async Task A_comment_behind_the_programs_directory_stays()
    {
        var commented = Program.Bytes.ToArray();
        commented[^2] = 5;
        var program = new TestJar([.. commented, .. "hello"u8]);

        var composed = await Composed(program, Rules);

        Encoding.ASCII.GetString(composed[^5..]).ShouldBe("hello");
        Entries(composed).Count.ShouldBe(3);
    }

    [Fact]
    public async Task One_that_would_have_more_entries_than_a_JAR_may_is_refused()
    {
        var full = Program.Bytes.ToArray();
        (full[^12], full[^11]) = (0xFE, 0xFF);

        var refused = await ComposedJar.Of(
            new MemoryStream(full),
            [(Rules.Digest, Rules.Open())],
            CancellationToken.None
        );

        refused
            .ShouldBeOfType<Outcome<Stream>.Refused>()
            .Why.Words.ShouldStartWith("The JAR has no room for its dependencies");
    }

    private static async Task<byte[]> Composed(TestJar program, params TestJar[] dependencies)
    {
        var outcome = await ComposedJar.Of(
            program.Open(),
            [.. dependencies.Select(jar => (jar.Digest, jar.Open()))],
            CancellationToken.None
        );
        await using var content = outcome.ShouldBeOfType<Outcome<Stream>.Done>().Value;
        using var whole = new MemoryStream();
        await content.CopyToAsync(whole, bufferSize: 100);
        whole.Length.ShouldBe(content.Length);
        return whole.ToArray();
    }

    private static List<(string Name, string Content)> Entries(byte[] jar)
    {
        using var zip = new ZipArchive(new MemoryStream(jar));
        return
        [
            .. zip.Entries.Select(entry =>
            {
                using var opened = entry.Open();
                using var content = new MemoryStream();
                opened.CopyTo(content);
                return (entry.FullName, Hex(content.ToArray()));
            }),
        ];
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
