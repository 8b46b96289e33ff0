"""The bundled sample, played where a machine has no microphone or no camera; made by `python -m assistant.samples.make`.

question.flac   two questions in the voice af_heart of Kokoro-82M (Apache-2.0), five seconds apart
table.avi       a cup on a table: the photo assets/img/elements/11.jpg of the npm package
                sneat-bootstrap-html-admin-template-free 1.0.0 (package MIT, a stock photo), filmed by a moving hand
"""
