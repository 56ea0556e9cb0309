using Portal.Core;
using Portal.Core.Versions;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.Versions;

/// <summary>Which versions run here, and what an update would change in the store.</summary>
public sealed class DeploymentModel(DeploymentReading deployment, Me me) : PageModel<Deployment>
{
    public async Task Load(CancellationToken stop)
    {
        switch (await deployment.Read(me.Caller, stop))
        {
            case Outcome<Deployment>.Done(var found):
                Show(found);
                break;
            case Outcome<Deployment>.Refused(var why):
                Show(new ViewState<Deployment>.Denied(why.Words, "Contact a platform engineer."));
                break;
        }
    }
}
