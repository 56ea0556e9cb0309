using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Calendar.Jobs;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>JARs in the store: looked into, stored once, kept while something uses them.</summary>
public sealed class JarFileTests : IAsyncLifetime
{
    private static readonly FastClock Ahead = new(TimeSpan.FromDays(40));
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_JAR_is_stored_once_by_its_content_and_read_back_as_it_was()
    {
        var noise = new byte[3 * 1024 * 1024];
        new Random(1).NextBytes(noise);
        var jar = TestJar.Zip(
            ("META-INF/MANIFEST.MF", TestJar.Manifest("com.example.Job")),
            ("com/example/Job.class", [1]),
            ("noise", noise)
        );

        var first = await Stored(jar, "orders.jar");
        var again = await Stored(jar, "copy.jar");

        first.Digest.ShouldBe(jar.Digest);
        (first.Name, first.Bytes, first.MainClass, first.UploadedBy).ShouldBe(
            ("orders.jar", jar.Bytes.Length, "com.example.Job", "ada")
        );
        (again.Id, again.Name).ShouldBe((first.Id, "orders.jar"));
        await using var content = (await Artifacts.Open(new(jar.Digest, null), CancellationToken.None))
            .ShouldBeOfType<Outcome<Stream>.Done>()
            .Value;
        using var read = new MemoryStream();
        await content.CopyToAsync(read);
        read.ToArray().ShouldBe(jar.Bytes);
        await using var db = await _world.Open();
        (await db.Set<Artifact>().CountAsync()).ShouldBe(1);
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "artifact.uploaded")).ShouldBe(1);
    }

    public static TheoryData<string, byte[], string> Unfit =>
        new()
        {
            { "empty", [], "this is none" },
            { "text", Encoding.ASCII.GetBytes(new string('x', 5_000)), "this is none" },
            { "no manifest", TestJar.Zip(("a/B.class", [1])).Bytes, "it has no manifest" },
            { "no class", TestJar.Of("a.B").Bytes, "There is no class in it" },
            {
                "large manifest",
                TestJar.Zip(("META-INF/MANIFEST.MF", new byte[10 * 1024 * 1024]), ("a/B.class", [1])).Bytes,
                "its manifest has more than 64"
            },
            { "cut off", TestJar.Of("a.B", "a.B").Bytes[50..], "its directory" },
            { "vast directory", Vast(), "the directory of its entries would have more than 16" },
            { "too many entries", Many(), "more than 65,534 entries" },
            { "another disk", OnAnotherDisk(), "more than 65,534 entries" },
            { "another directory", WithLocator(), "more than 65,534 entries" },
        };

    [Theory]
    // Discovery would write their bytes out as text, and that again.
    [MemberData(nameof(Unfit), DisableDiscoveryEnumeration = true)]
    public async Task What_is_no_JAR_is_refused_in_words_and_nothing_of_it_stays(
        string what,
        byte[] bytes,
        string words
    )
    {
        var refused = await Refused(new TestJar(bytes));

        refused.Fields.ShouldNotBeNull()["artifact"].ShouldContain(words, customMessage: what);
        await using var db = await _world.Open();
        (await db.Set<Artifact>().CountAsync()).ShouldBe(0);
        (await db.Set<ArtifactPart>().CountAsync()).ShouldBe(0);
        (await db.Set<Due>().CountAsync(d => d.Kind == JobDues.ArtifactEnds)).ShouldBe(0);
    }

    [Fact]
    public async Task One_that_is_too_large_is_refused_before_all_of_it_is_stored()
    {
        var store = new ArtifactStore(
            _world.Stores,
            Options.Create(new ArtifactOptions { LongestBytes = ArtifactPart.Size }),
            TimeProvider.System
        );
        await using var content = new MemoryStream(new byte[5 * ArtifactPart.Size]);

        var refused = (await store.Put(await Member(), "big.jar", content, JarWorlds.Still, CancellationToken.None))
            .ShouldBeOfType<Outcome<Artifact>.Refused>()
            .Why;

        refused.Words.ShouldStartWith("A JAR has at most 1\u00A0MiB");
        content.Position.ShouldBeLessThan(content.Length);
        await using var db = await _world.Open();
        (await db.Set<ArtifactPart>().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_one_person_uploaded_and_nothing_uses_has_a_limit_that_no_other_JAR_counts_for()
    {
        TestJar[] jars = [TestJar.Of("a.B", "a.B"), TestJar.Of("a.C", "a.C"), TestJar.Of("a.D", "a.D")];
        var both = jars[0].Bytes.Length + jars[1].Bytes.Length;
        await Stored(jars[0], "first.jar");
        await Stored(jars[1], "second.jar");

        // There is room for a part of another one, and then for none.
        (await Limited(jars[2], both + 100)).Refusal.ShouldContain("The next to be deleted is first.jar, at 20");
        var (refusal, came) = await Limited(jars[2], both);
        refusal.ShouldStartWith("JARs that you uploaded and nothing uses have at most ");
        refusal.ShouldContain("2 are stored, with ");
        came.ShouldBe(0, "it isn't begun");
        await using var db = await _world.Open();
        (await db.Set<Artifact>().CountAsync()).ShouldBe(2, "nothing of it stays");

        await _world.Record(JobKind.Word, "sums", JarWorlds.Spec(jars[0].Digest, "in", "out"));
        (await Limited(jars[2], both + 100)).Refusal.ShouldBeEmpty();
    }

    [Fact]
    public async Task Uploads_under_way_count_as_long_as_they_may_be()
    {
        await using var db = await _world.Open();
        db.Add(
            new Artifact
            {
                Name = "a.jar",
                UploadedBy = (await Member()).Actor.Name,
                UploadedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        await db.SaveChangesAsync();

        (await Limited(TestJar.Of("a.B", "a.B"), ArtifactPart.Size)).Refusal.ShouldContain("being uploaded");
        (await Limited(TestJar.Of("a.B", "a.B"), 2 * ArtifactPart.Size)).Refusal.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_members_of_a_team_upload()
    {
        var stranger = (await Member()) with { Memberships = [] };
        await using var content = TestJar.Of("a.B", "a.B").Open();

        (await Artifacts.Put(stranger, "a.jar", content, JarWorlds.Still, CancellationToken.None))
            .ShouldBeOfType<Outcome<Artifact>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.Denied);
    }

    [Fact]
    public async Task Who_may_no_longer_upload_when_all_of_it_has_come_leaves_nothing_in_the_store()
    {
        await using var content = TestJar.Of("a.B", "a.B").Open();

        var outcome = await Artifacts.Put(
            await Member(),
            "a.jar",
            content,
            _ => Task.FromResult(Permission.No("Your access has ended.")),
            CancellationToken.None
        );

        outcome.ShouldBeOfType<Outcome<Artifact>.Refused>().Why.ShouldBe(Refusal.Denied("Your access has ended."));
        content.Position.ShouldBe(content.Length);
        await using var db = await _world.Open();
        (await db.Set<Artifact>().CountAsync()).ShouldBe(0);
        (await db.Set<ArtifactPart>().CountAsync()).ShouldBe(0);
        (await db.Set<Due>().CountAsync(d => d.Kind == JobDues.ArtifactEnds)).ShouldBe(0);
    }

    [Fact]
    public async Task The_entry_class_is_the_one_named_or_the_manifests_and_has_to_be_in_the_JAR()
    {
        var jar = TestJar.Of(
            "a.Main",
            "a.Main",
            "a.Main$1",
            "a.Main$Inner",
            "a.package-info",
            "META-INF.versions.9.a.New"
        );
        await Stored(jar, "a.jar");
        await Stored(TestJar.Of("a.Gone", "a.Main"), "gone.jar");

        (await Of(jar.Digest, null)).ShouldBe(("a.Main", null));
        (await Of(jar.Digest, "a.Main$Inner")).ShouldBe(("a.Main$Inner", null));
        foreach (var none in new[] { "a.Main$1", "a.package-info", "META-INF.versions.9.a.New", "A.main" })
        {
            (await Of(jar.Digest, none)).Problem.ShouldBe(
                $"There is no class {none} in a.jar. Its manifest names a.Main."
            );
        }

        (await Of(TestJar.Of("a.Gone", "a.Main").Digest, null)).Problem.ShouldStartWith(
            "The manifest of gone.jar names the entry class a.Gone, which isn't in the JAR."
        );
        (await Of(new('0', 64), null)).Problem.ShouldEndWith("Upload it.");
    }

    [Theory]
    [InlineData("Manifest-Version: 1.0\r\nmain-class: a.B\r\n\r\n", "a.B")]
    [InlineData("Main-Class: a.B\nprogram-class: a.C\n", "a.C")]
    [InlineData("Main-Class: com.example.a.very.lo\n ng.Name\n", "com.example.a.very.long.Name")]
    [InlineData("Manifest-Version: 1.0\n\nName: x\nMain-Class: a.B\n", null)]
    public async Task A_manifest_is_read_as_Java_reads_it(string manifest, string? entry)
    {
        var jar = TestJar.Zip(("META-INF/MANIFEST.MF", Encoding.UTF8.GetBytes(manifest)), ("a/B.class", [1]));

        (await Stored(jar, "a.jar")).MainClass.ShouldBe(entry);
    }

    [Fact]
    public async Task One_that_nothing_uses_is_deleted_when_its_time_is_over_and_one_that_a_job_names_stays()
    {
        var (used, unused) = (TestJar.Of("a.B", "a.B"), TestJar.Of("a.C", "a.C"));
        await StoredAndUsed(used, "used.jar");
        await Stored(unused, "unused.jar");

        await EndAll(JobDues.ArtifactEnds, new ArtifactEnd(Options.Create(new ArtifactOptions()), TimeProvider.System));

        await using var db = await _world.Open();
        (await db.Set<Artifact>().SingleAsync()).Digest.ShouldBe(used.Digest);
        (await NextEnd(db)).DueAt.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "artifact.deleted")).Words.ShouldContain(
            $"unused.jar was deleted, SHA-256 {unused.Digest}"
        );
    }

    [Fact]
    public async Task One_is_kept_for_its_time_after_its_last_use_and_not_only_after_its_upload()
    {
        await StoredAndUsed(TestJar.Of("a.B", "a.B"), "a.jar");
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(
            $"update artifact set uploaded_at = {now.AddDays(-90)}; update resource set gone_at = {now.AddDays(-10)}"
        );
        var end = new ArtifactEnd(Options.Create(new ArtifactOptions()), TimeProvider.System);

        await EndAll(JobDues.ArtifactEnds, end);

        ((await NextEnd(db)).DueAt - now).TotalDays.ShouldBe(20, tolerance: 0.01);

        await db.Database.ExecuteSqlAsync($"update resource set gone_at = {now.AddDays(-31)}");
        await EndAll(JobDues.ArtifactEnds, end);
        (await db.Set<Artifact>().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task One_is_kept_for_its_time_by_a_worker_whose_clock_is_weeks_ahead_of_the_store_s()
    {
        await StoredAndUsed(TestJar.Of("a.B", "a.B"), "a.jar");
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync($"update resource set gone_at = {now.AddDays(-10)}");

        await EndAll(JobDues.ArtifactEnds, new ArtifactEnd(Options.Create(new ArtifactOptions()), Ahead));

        (await db.Set<Artifact>().CountAsync()).ShouldBe(1);
        ((await NextEnd(db)).DueAt - now).TotalDays.ShouldBe(20, tolerance: 0.01);
    }

    [Fact]
    public async Task A_worker_whose_clock_is_weeks_ahead_of_the_store_s_ends_no_JAR_secret_or_savepoint_before_its_time()
    {
        var options = Options.Create(new ArtifactOptions());
        IDueHandler[] ends =
        [
            new ArtifactEnd(options, Ahead),
            new JobSecretEnd(options, Ahead),
            new SavepointEnd(Ahead),
        ];
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await _world.Open();
        foreach (var end in ends)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into due (kind, subject_id, due_at)
                values ({end.Kind.Word}, 1, {now.AddSeconds(-1)}), ({end.Kind.Word}, 2, {now.AddDays(30)})
                """
            );

            var ready = await end.Ready(db, Ahead.GetUtcNow()).Select(row => row.SubjectId).ToListAsync();

            ready.ShouldHaveSingleItem(end.Kind.Word).ShouldBe(1L);
        }
    }

    [Fact]
    public async Task One_that_was_uploaded_again_after_its_end_was_found_due_stays()
    {
        var jar = TestJar.Of("a.B", "a.B");
        await Stored(jar, "a.jar");
        await using var db = await _world.Open();
        var found = await NextEnd(db);
        await Stored(jar, "a.jar");
        await using var transaction = await db.Database.BeginTransactionAsync();

        var end = new ArtifactEnd(Options.Create(new ArtifactOptions()), TimeProvider.System);
        (await end.Handle(db, found, CancellationToken.None)).ShouldBeFalse();

        (await db.Set<Artifact>().CountAsync()).ShouldBe(1);
        (await NextEnd(db)).DueAt.ShouldBeGreaterThan(found.DueAt);
    }

    [Fact]
    public async Task Who_uploads_one_again_while_its_end_is_under_way_has_it_in_the_store_afterwards()
    {
        var jar = TestJar.Of("a.B", "a.B");
        await Stored(jar, "a.jar");
        await using var db = await _world.Open();
        var found = await NextEnd(db);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var end = new ArtifactEnd(Options.Create(new ArtifactOptions()), TimeProvider.System);
        (await end.Handle(db, found, CancellationToken.None)).ShouldBeTrue();

        var again = Stored(jar, "again.jar");
        await using var beside = await _world.Open();
        await Deadline.Until(async () => await StoreLocks.Waiting(beside) > 0);
        await transaction.CommitAsync();

        (await again).Name.ShouldBe("again.jar");
        (await beside.Set<Artifact>().SingleAsync()).Digest.ShouldBe(jar.Digest);
    }

    [Fact]
    public async Task One_that_a_savepoint_needs_to_be_restored_with_stays_until_the_savepoint_is_deleted()
    {
        var jar = TestJar.Of("a.B", "a.B");
        await Stored(jar, "a.jar");
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await _world.Open();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        await _world.SeeRun("sums", JarWorlds.Spec(jar.Digest, "in", "out").Definition);
        await db.Database.ExecuteSqlAsync($"update seen_job set gone_at = {now.AddDays(-90)}");
        var run = await AppliedChanges.Add(db, dev, "sums", "Suspend sums", now.AddDays(-90));
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into savepoint (cluster_id, name, job_id, run_id, path, taken_at)
            select cluster_id, name, job_id, {run.Value}, '/savepoint', {now.AddDays(-90)} from seen_job
            """
        );
        var end = new ArtifactEnd(Options.Create(new ArtifactOptions()), TimeProvider.System);

        await EndAll(JobDues.ArtifactEnds, end);
        (await db.Set<Artifact>().CountAsync()).ShouldBe(1, "its savepoint is in the catalogue");

        await db.Database.ExecuteSqlAsync($"update savepoint set deleted_at = {now.AddDays(-31)}");
        await EndAll(JobDues.ArtifactEnds, end);
        (await db.Set<Artifact>().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_secret_that_no_job_names_is_erased_when_its_time_is_over()
    {
        var secrets = new JobSecrets(
            _world.Stores,
            _world.Get<Engines.Secrets.SecretVault>(),
            Options.Create(new ArtifactOptions()),
            TimeProvider.System
        );
        async Task<long> Keep() =>
            (await secrets.Keep(await Member(), SeededStructure.Payments, "hunter2", CancellationToken.None))
                .ShouldBeOfType<Outcome<long>.Done>()
                .Value;
        var (used, unused) = (await Keep(), await Keep());
        await _world.Record(
            JobKind.Word,
            "sums",
            JarWorlds.Spec(new('a', 64), "in", "out", default, [new("api-key", used)])
        );

        await EndAll(JobDues.SecretEnds, new JobSecretEnd(Options.Create(new ArtifactOptions()), TimeProvider.System));

        await using var db = await _world.Open();
        (await db.Set<JobSecret>().SingleAsync(s => s.Id == used)).Sealed.ShouldNotBeNull();
        (await db.Set<JobSecret>().SingleAsync(s => s.Id == unused)).Sealed.ShouldBeNull();
        (
            await db.Set<AuditEvent>()
                .Where(e => e.Kind.StartsWith("job-secret.") && e.Subject == SeededStructure.Payments)
                .OrderBy(e => e.Id)
                .Select(e => e.Words)
                .ToListAsync()
        ).ShouldBe([
            $"Secret {used} for jobs of payments was stored.",
            $"Secret {unused} for jobs of payments was stored.",
            $"Secret {unused} for jobs of payments was erased: nothing used it.",
        ]);
        var other = await secrets.Keep(await Member(), SeededStructure.Platform, "hunter2", CancellationToken.None);
        other.ShouldBeOfType<Outcome<long>.Refused>().Why.Kind.ShouldBe(RefusalKind.Denied);
    }

    [Fact]
    public async Task Secrets_that_one_person_stored_and_nothing_uses_have_a_limit()
    {
        var secrets = new JobSecrets(
            _world.Stores,
            _world.Get<Engines.Secrets.SecretVault>(),
            Options.Create(new ArtifactOptions { UnusedSecrets = 1 }),
            TimeProvider.System
        );
        async Task<Outcome<long>> Keep() =>
            await secrets.Keep(await Member(), SeededStructure.Payments, "hunter2", CancellationToken.None);
        var first = (await Keep()).ShouldBeOfType<Outcome<long>.Done>().Value;

        (await Keep())
            .ShouldBeOfType<Outcome<long>.Refused>()
            .Why.Words.ShouldStartWith("You stored 1 secret that nothing uses");

        await _world.Record(
            JobKind.Word,
            "sums",
            JarWorlds.Spec(new('a', 64), "in", "out", default, [new("api-key", first)])
        );
        (await Keep()).ShouldBeOfType<Outcome<long>.Done>();
    }

    private ArtifactStore Artifacts => _world.Get<ArtifactStore>();

    private Task<Caller> Member() => _world.Person(Role.Member, SeededStructure.Payments);

    private async Task<Artifact> Stored(TestJar jar, string name)
    {
        await using var content = jar.Open();
        return (await Artifacts.Put(await Member(), name, content, JarWorlds.Still, CancellationToken.None))
            .ShouldBeOfType<Outcome<Artifact>.Done>()
            .Value;
    }

    private async Task StoredAndUsed(TestJar jar, string name)
    {
        await Stored(jar, name);
        await _world.Record(JobKind.Word, "sums", JarWorlds.Spec(jar.Digest, "in", "out"));
    }

    private static Task<Due> NextEnd(PortalDb db) =>
        db.Set<Due>().AsNoTracking().SingleAsync(d => d.Kind == JobDues.ArtifactEnds);

    // With the limit on what nothing uses: why it was refused, empty when it wasn't, and how much of it had come.
    private async Task<(string Refusal, long Came)> Limited(TestJar jar, long unused)
    {
        var store = new ArtifactStore(
            _world.Stores,
            Options.Create(new ArtifactOptions { LongestBytes = ArtifactPart.Size, UnusedBytes = unused }),
            TimeProvider.System
        );
        await using var content = jar.Open();
        var outcome = await store.Put(await Member(), "more.jar", content, JarWorlds.Still, CancellationToken.None);
        return ((outcome as Outcome<Artifact>.Refused)?.Why.Words ?? "", content.Position);
    }

    private async Task<Refusal> Refused(TestJar jar)
    {
        await using var content = jar.Open();
        return (await Artifacts.Put(await Member(), "a.jar", content, JarWorlds.Still, CancellationToken.None))
            .ShouldBeOfType<Outcome<Artifact>.Refused>()
            .Why;
    }

    private async Task<(string? Entry, string? Problem)> Of(string digest, string? entry)
    {
        var found = await _world
            .Get<JobArtifacts>()
            .Of(new JobProgram(digest, entry, [], [], []), CancellationToken.None);
        return (found.EntryClass, found.Problem);
    }

    private async Task EndAll(DueKind kind, IDueHandler handler)
    {
        await using var db = await _world.Open();
        foreach (var row in await db.Set<Due>().Where(d => d.Kind == kind).ToListAsync())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            (await handler.Handle(db, row, CancellationToken.None)).ShouldBeTrue();
            await transaction.CommitAsync();
        }
    }

    // A directory that begins before 17 MiB of nothing.
    private static byte[] Vast()
    {
        var jar = TestJar.Of("a.B", "a.B").Bytes;
        var directory = BitConverter.ToInt32(jar, jar.Length - 6);
        return [.. jar[..directory], .. new byte[17 * 1024 * 1024], .. jar[directory..]];
    }

    // Whoever sees these disks looks for another directory, of another size.
    private static byte[] OnAnotherDisk()
    {
        var jar = TestJar.Of("a.B", "a.B").Bytes.ToArray();
        jar.AsSpan(jar.Length - 18, 4).Fill(0xFF);
        return jar;
    }

    private static byte[] WithLocator()
    {
        var jar = TestJar.Of("a.B", "a.B").Bytes;
        return [.. jar[..^22], .. "PK\u0006\u0007"u8, .. new byte[16], .. jar[^22..]];
    }

    private static byte[] Many()
    {
        var jar = TestJar.Of("a.B", "a.B").Bytes.ToArray();
        (jar[^12], jar[^11]) = (0xFF, 0xFF);
        return jar;
    }
}
