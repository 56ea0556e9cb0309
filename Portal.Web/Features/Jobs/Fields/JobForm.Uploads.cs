using Portal.Core.Resources;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>JARs that were chosen hold a job up until they are uploaded or left out, and a secret that was typed until it is added.</summary>
public sealed partial class JobForm
{
    public override IEnumerable<FieldProblem> Problems() => IsJar ? Jar.Problems() : [];
}
