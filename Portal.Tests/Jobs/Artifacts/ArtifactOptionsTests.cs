using System.ComponentModel.DataAnnotations;
using Portal.Core.Jobs.Artifacts;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>Limits that keep each other from being reached are refused at the start.</summary>
public sealed class ArtifactOptionsTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void What_nothing_uses_may_have_as_much_as_one_JAR(long more, bool isValid)
    {
        var options = new ArtifactOptions();
        options.UnusedBytes = options.LongestBytes + more;

        Validator.TryValidateObject(options, new(options), null).ShouldBe(isValid);
    }
}
