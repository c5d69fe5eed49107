"""files.*: uploads in three steps, https://docs.slack.dev/messaging/working-with-files."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from handlers.playground.api import Api, Method
from handlers.playground.api_chat import writable
from handlers.playground.content import structure
from handlers.playground.errors import Refused
from handlers.playground.objects import File, Json, Message
from handlers.playground.payloads import file_object

BYTES_MOST = 10 * 1024 * 1024  # the playground's own limit; Slack's is 1 GB


def _begin(api: Api, args: Json) -> Json:
    name, length = str(args.get("filename") or ""), str(args.get("length") or "")
    if not name or not length.isdigit() or int(length) == 0:
        raise Refused("invalid_arguments")
    if int(length) > BYTES_MOST:
        raise Refused("file_upload_size_restricted")
    file = api.ws.add_file(api.ws.bot.id, name, declared=int(length))
    return {"upload_url": f"{api.ws.base}/upload/{file.id}", "file_id": file.id}


def _complete(api: Api, args: Json) -> Json:
    wanted = structure(args, "files", "invalid_arguments")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("invalid_arguments")
    files = [_uploaded(api, part) for part in wanted]
    channel_id = args.get("channel_id") or args.get("channels")
    if channel_id:
        channel = writable(api, channel_id)
        comment = str(args.get("initial_comment") or "")
        message = Message(
            channel.id,
            api.ws.next_ts(),
            api.ws.bot.id,
            comment,
            bot=True,
            thread_ts=args.get("thread_ts"),
            files=files,
        )
        api.ws.post(message)
        api.events.posted(message)
    for file in files:
        file.shared = bool(channel_id)
    return {"files": [file_object(file) for file in files]}


def _uploaded(api: Api, part: object) -> File:
    file = api.ws.files.get(str(part.get("id"))) if isinstance(part, dict) else None
    if file is None or file.owner != api.ws.bot.id or not file.data:
        raise Refused("file_not_found")
    if isinstance(part, dict) and part.get("title"):
        file.title = str(part["title"])
    return file


def _info(api: Api, args: Json) -> Json:
    file = api.ws.files.get(str(args.get("file") or ""))
    if file is None:
        raise Refused("file_not_found")
    return {"file": file_object(file)}


async def upload(api: Api, request: Request) -> Response:
    """The second step: the bytes, to the address that the first step gave."""
    file = api.ws.files.get(request.path_params["file_id"])
    data = await request.body()
    if file is None or file.data or len(data) != file.declared:
        return PlainTextResponse("upload refused", 400)
    file.data = data
    return PlainTextResponse(f"OK - {len(data)}")


def download(api: Api, request: Request) -> Response:
    """A file's bytes for the bot. Without token or files:read: a page to sign in, as Slack has."""
    file = api.ws.files.get(request.path_params["file_id"])
    if file is None:
        return PlainTextResponse("not found", 404)
    if not api.is_bot_token(request) or "files:read" not in api.manifest.scopes:
        return HTMLResponse("<!DOCTYPE html><title>Sign in</title>")
    return Response(file.data, media_type="application/octet-stream")


METHODS = {
    "files.getUploadURLExternal": Method(_begin, ("files:write",)),
    "files.completeUploadExternal": Method(_complete, ("files:write",)),
    "files.info": Method(_info, ("files:read",)),
}
