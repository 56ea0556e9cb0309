using System.Text.Json;
using Portal.Core.Jobs;
using Portal.Engines.Flink;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs;

/// <summary>What is read out of Flink's answers where they don't show it plainly.</summary>
public sealed class FlinkAnswerTests
{
    [Theory]
    [InlineData(
        "java.lang.RuntimeException: Failed\n\tat a.b(C.java:1)\nCaused by: java.io.IOException: Disk full\n\tat d.e(F.java:2)\n",
        "java.io.IOException",
        "Disk full"
    )]
    [InlineData(
        "org.apache.flink.table.api.TableRuntimeException: Bad record.\n",
        "org.apache.flink.table.api.TableRuntimeException",
        "Bad record."
    )]
    [InlineData(
        "java.lang.NullPointerException\n\tat a.b(C.java:1)\n",
        "java.lang.NullPointerException",
        "java.lang.NullPointerException"
    )]
    [InlineData(
        "java.io.IOException: Failed to deserialize consumer record due to\n\tat a.b(C.java:1)\nCaused by: java.io.IOException: Failed to deserialize JSON '4929 1234'.\n\tat d.e(F.java:2)\nCaused by: a.JsonParseException: Unexpected character\n",
        "a.JsonParseException",
        "Failed to deserialize a record: Unexpected character"
    )]
    [InlineData(
        "java.io.IOException: Failed to deserialize consumer record due to\nCaused by: java.io.IOException: Failed to deserialize JSON 'online payment of 4929 1234'.\nCaused by: a.JsonParseException: Unrecognized token '4929': was expecting ('true', 'false' or 'null')\n",
        "a.JsonParseException",
        "Failed to deserialize a record: Unrecognized token •••)"
    )]
    [InlineData(
        "a.SqlDataException: Failed to deserialize JSON 'online payment of 4929 1234'.\n",
        "a.SqlDataException",
        "Failed to deserialize JSON •••."
    )]
    [InlineData(
        "java.io.IOException: Failed to deserialize consumer record due to\nCaused by: a.InputCoercionException: Numeric value (49291234) out of range of int\n",
        "a.InputCoercionException",
        "Failed to deserialize a record: Numeric value •••"
    )]
    [InlineData(
        "a.SqlDataException: Failed to deserialize JSON: it isn't an object (topic a, offset 1).\n",
        "a.SqlDataException",
        "Failed to deserialize JSON: it isn't an object (topic a, offset 1)."
    )]
    [InlineData(
        "a.JobException: Failed\nCaused by: java.lang.NumberFormatException: For input string: '4929 1234'. Invalid character found.\n\tat a.b(C.java:1)\n",
        "java.lang.NumberFormatException",
        "For input string: •••. Invalid character found."
    )]
    [InlineData(
        "java.lang.NumberFormatException: For input string: 4929\n",
        "java.lang.NumberFormatException",
        "For input string: •••"
    )]
    [InlineData(
        "java.lang.NumberFormatException: For input string: \"O'Brien 4929\n1234\"\n",
        "java.lang.NumberFormatException",
        "For input string: •••"
    )]
    [InlineData(
        "org.apache.flink.table.api.TableRuntimeException: Cannot parse 'Caroline 4929' as BOOLEAN.\n",
        "org.apache.flink.table.api.TableRuntimeException",
        "Cannot parse ••• as BOOLEAN."
    )]
    [InlineData(
        "org.apache.flink.table.api.TableRuntimeException: Column 'id' is NOT NULL, however, a null value is being written into it.\n",
        "org.apache.flink.table.api.TableRuntimeException",
        "Column 'id' is NOT NULL, however, a null value is being written into it."
    )]
    [InlineData(
        "java.time.format.DateTimeParseException: Text '1987-05' could not be parsed at index 0\n",
        "java.time.format.DateTimeParseException",
        "Text ••• could not be parsed at index 0"
    )]
    [InlineData(
        "java.time.format.DateTimeParseException: Text '3.5.1987' could not be parsed: Unable to obtain LocalTime from 1987-05-03\n",
        "java.time.format.DateTimeParseException",
        "Text ••• could not be parsed: •••"
    )]
    [InlineData(
        "a.JobException: Failed\nCaused by: java.lang.RuntimeException: Could not serialize row '+I[Caroline Smith, 4929]'.\nCaused by: java.lang.NullPointerException\n",
        "java.lang.RuntimeException",
        "Could not serialize row •••."
    )]
    [InlineData(
        "a.SqlGatewayException: Failed\nCaused by: org.apache.flink.table.api.ValidationException: SQL validation failed. From line 1, column 8 to line 1, column 30: Illegal DATE literal 'x': Cannot parse 'x' as date.\n",
        "org.apache.flink.table.api.ValidationException",
        "From line 1, column 8 to line 1, column 30: Illegal DATE literal 'x': Cannot parse 'x' as date."
    )]
    [InlineData(
        "a.ProgramException: It failed.\nCaused by: java.lang.NoClassDefFoundError: com/example/Rules\nCaused by: java.lang.ClassNotFoundException: com.example.Rules\n",
        "java.lang.ClassNotFoundException",
        "Class not found: com.example.Rules"
    )]
    [InlineData(
        "java.lang.NoClassDefFoundError: com/example/Rules\n",
        "java.lang.NoClassDefFoundError",
        "Class not found: com.example.Rules"
    )]
    [InlineData("The job was lost: nobody knows why\n", null, "The job was lost: nobody knows why")]
    [InlineData("", null, "")]
    public void The_root_class_and_the_first_line_of_a_trace(string trace, string? of, string words) =>
        (FlinkTrace.RootClass(trace), FlinkTrace.RootCause(trace)).ShouldBe((of, words));

    [Fact]
    public void Where_only_failures_are_left_of_the_history_the_last_completed_checkpoint_is_still_known()
    {
        var read = CheckpointJson.Read(
            JsonSerializer.Deserialize<JsonElement>(
                """
                {"counts": {"completed": 7, "failed": 2},
                 "latest": {"completed": {"id": 7, "status": "COMPLETED", "trigger_timestamp": 1700000000000, "end_to_end_duration": 5, "state_size": 9},
                            "savepoint": {"id": 5, "status": "COMPLETED", "external_path": "file:/s/1", "state_size": 8}},
                 "history": [{"id": 9, "status": "FAILED", "trigger_timestamp": 1700000002000, "failure_message": "Expired."},
                             {"id": 8, "status": "FAILED", "trigger_timestamp": 1700000001000}]}
                """
            )
        );

        read.Recent.Select(c => (c.Id, c.Status))
            .ShouldBe([(9, "FAILED"), (8, "FAILED"), (7, JobCheckpoint.Completed)]);
        read.Savepoint.ShouldBe(new StoredSavepoint("file:/s/1", 8, 5));
    }

    [Fact]
    public void Where_only_savepoints_completed_in_the_history_the_last_checkpoint_is_still_known_once()
    {
        const string history = """
            [{"id": 9, "status": "FAILED", "trigger_timestamp": 1700000002000},
             {"id": 8, "status": "COMPLETED", "is_savepoint": true, "trigger_timestamp": 1700000001000}]
            """;
        var checkpoint = Read(7, "false");

        checkpoint.Recent.Select(c => (c.Id, c.IsSavepoint)).ShouldBe([(9, false), (8, true), (7, false)]);
        Read(8, "true").Recent.Select(c => c.Id).ShouldBe([9, 8]);

        static FlinkCheckpoints Read(int id, string isSavepoint) =>
            CheckpointJson.Read(
                JsonSerializer.Deserialize<JsonElement>(
                    $$$"""
                    {"latest": {"completed": {"id": {{{id}}}, "status": "COMPLETED", "is_savepoint": {{{isSavepoint}}}, "trigger_timestamp": 1700000000000}},
                     "history": {{{history}}}
                    }
                    """
                )
            );
    }

    [Theory]
    [InlineData("{\"enabled\": true, \"delete_on_cancellation\": false}", false)]
    [InlineData("{\"enabled\": true, \"delete_on_cancellation\": true}", true)]
    [InlineData("{\"enabled\": false, \"delete_on_cancellation\": true}", true)]
    [InlineData("{\"enabled\": false}", true)]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    public void Whether_checkpoints_are_deleted_with_a_run_is_known_where_Flink_shows_it(string kept, bool? deletes)
    {
        var config = JsonSerializer.Deserialize<JsonElement>(
            $$"""{"mode": "exactly_once", "interval": 10000, "externalization": {{kept}}}"""
        );

        CheckpointJson
            .Settings(config)
            .ShouldBe(new CheckpointSettings(CheckpointMode.ExactlyOnce, TimeSpan.FromSeconds(10), deletes));
    }

    [Theory]
    [InlineData("{\"read-records\": 7}", true)]
    [InlineData("{\"read-records\": 7, \"read-records-complete\": true, \"write-records-complete\": true}", true)]
    [InlineData("{\"read-records\": 7, \"read-records-complete\": false, \"write-records-complete\": true}", false)]
    [InlineData("{\"read-records\": 7, \"read-records-complete\": true, \"write-records-complete\": false}", false)]
    public void An_operator_is_counted_where_Flink_had_all_of_its_counts(string metrics, bool isCounted)
    {
        var job = JsonSerializer.Deserialize<JsonElement>(
            $$"""{"state": "RUNNING", "vertices": [{"metrics": {{metrics}}, "id": "a"}]}"""
        );

        var read = FlinkJson.Detail(job).Operators[0];

        (read.Read, read.IsCounted).ShouldBe((7, isCounted));
    }

    [Theory]
    [InlineData("RUNNING", 1720)]
    [InlineData("INITIALIZING", null)]
    public void A_start_took_as_long_as_its_slowest_subtask_until_it_ran(string status, int? ms)
    {
        // As 2.2 answers for a vertex, without what doesn't count here.
        var vertex = JsonSerializer.Deserialize<JsonElement>(
            $$$"""
            {"id": "cbc357ccb763df2852fee8c4fc7d55f2", "parallelism": 2, "maxParallelism": 128, "subtasks": [
              {"subtask": 0, "status": "RUNNING", "status-duration": {"CREATED": 15, "SCHEDULED": 7, "DEPLOYING": 310, "INITIALIZING": 1403, "RUNNING": 9021}},
              {"subtask": 1, "status": "{{{status}}}", "status-duration": {"CREATED": 15, "SCHEDULED": 7, "DEPLOYING": 298, "INITIALIZING": 902, "RUNNING": -1}}]}
            """
        );

        FlinkStarts.Of([vertex]).ShouldBe(ms is { } took ? TimeSpan.FromMilliseconds(took) : null);
    }

    [Theory]
    [InlineData("file:")]
    [InlineData("file://")]
    public void Folders_are_found_however_many_slashes_their_address_has(string scheme)
    {
        using var folder = RunFolder.For("states");
        var savepoint = Directory.CreateDirectory(
            Path.Combine(folder.Path, "portal", "sums", "1f", "aa", "savepoint-1")
        );
        File.WriteAllText(Path.Combine(savepoint.FullName, "_metadata"), "state");
        var folders = StateFolders.Of(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["execution.checkpointing.dir"] = $"{scheme}{folder.Path}",
                ["state.savepoints.dir"] = $"{scheme}{folder.Path}",
            }
        );

        folders.Of("sums", "1f").ShouldHaveSingleItem().Path.ShouldBe(new Uri(savepoint.FullName).AbsoluteUri);
        folders.SavepointOf(new JobSavepoint("sums", "1f", "aa"))!.Bytes.ShouldBe(5);
    }
}
